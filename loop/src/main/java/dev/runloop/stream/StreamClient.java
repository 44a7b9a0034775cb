package dev.runloop.stream;

/**
 * Hears of the events of a stream. Corresponds to {@code CFReadStreamClientCallBack} and {@code NSStreamDelegate}.
 *
 * @param <S> the direction of the stream
 */
@FunctionalInterface
public interface StreamClient<S extends RunLoopStream> {
    /**
     * Something has happened. Called on the thread of a loop on which the stream is scheduled, by one loop at a time;
     * what the call of one loop did happens-before the call of the next. It may read, write, close, schedule and
     * unschedule the stream, and run its loop. What it throws is told to the exception handler of the loop.
     *
     * @param stream the stream
     * @param event what has happened
     */
    void handle(S stream, StreamEvent event);
}
