package dev.runloop.stream;

/**
 * Is told of the events of a stream. Corresponds to {@code CFReadStreamClientCallBack} and {@code NSStreamDelegate}.
 *
 * @param <S> the direction of the stream
 */
@FunctionalInterface
public interface StreamClient<S extends RunLoopStream> {
    /**
     * An event has occurred. Called on the thread of a loop on which the stream is scheduled, by one loop at a time; a
     * call by one loop happens-before the next call by another. It may read, write, close, schedule and unschedule the
     * stream, and run its loop. What it throws goes to the exception handler of the loop.
     *
     * @param stream the stream
     * @param event the event
     */
    void handle(S stream, StreamEvent event);
}
