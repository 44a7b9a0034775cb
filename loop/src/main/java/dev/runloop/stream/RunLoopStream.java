package dev.runloop.stream;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * A stream of bytes in one direction, with a life: it is configured, opened, used, and closed.
 *
 * <p>Scheduled in modes of loops, it tells its client of {@linkplain StreamEvent events} on the threads of these loops.
 * On several loops each event is told once, by the first that gets to it. One delivery is one perform of a source,
 * after which the loop serves its other sources and timers; so streams that always have something to do take turns with
 * everything else.
 *
 * <p>Transfers are for one thread at a time: a second one at the same moment is refused with an
 * {@link IllegalStateException}. All else may be called from any thread at any time. {@link #close()} ends a transfer
 * that waits. Waits do not end when the thread is interrupted; the interrupt is seen again after them.
 *
 * <p>Corresponds to {@code CFStream} and {@code NSStream}.
 */
public abstract sealed class RunLoopStream implements AutoCloseable permits ReadStream, WriteStream {
    private final Endpoint endpoint;
    private final StreamEngine engine;
    private volatile long transferred; // written by the thread that transfers

    RunLoopStream(Endpoint endpoint, StreamStatus transferring, StreamEvent readyEvent) {
        this.endpoint = endpoint;
        this.engine = new StreamEngine(endpoint, transferring, readyEvent);
    }

    final StreamEngine engine() {
        return engine;
    }

    /**
     * Opens the stream if it has not been, transfers, and throws where -1 would be answered: for the types of java.io.
     */
    final int openThen(IntSupplier transfer) throws IOException {
        open();
        int count = transfer.getAsInt();
        if (count < 0) {
            IOException reason = engine.error();
            if (reason == null) {
                throw new ClosedChannelException();
            }
            throw new IOException(reason.getMessage(), reason); // thrown where it is met, once more each time
        }
        return count;
    }

    final void countTransferred(int bytes) {
        long before = transferred;
        transferred = before + bytes; // one thread at a time
    }

    /**
     * Begins to open the stream. Corresponds to {@code CFReadStreamOpen}.
     *
     * @return whether it is open or {@linkplain StreamStatus#OPENING being opened}; false if it was opened before, has
     *     been closed, or fails at once, in which case the client is told too
     */
    public final boolean open() {
        return engine.open();
    }

    /**
     * Closes the stream for ever, and takes it out of all loops: the client hears no more of it, be it that this is
     * called by the client itself. The status is then {@link StreamStatus#CLOSED}, or stays {@link StreamStatus#ERROR}.
     * Closing it twice is closing it once. Corresponds to {@code CFReadStreamClose}.
     */
    @Override
    public final void close() {
        engine.close();
    }

    /** {@return how far the stream has come} Corresponds to {@code CFReadStreamGetStatus}. */
    public final StreamStatus status() {
        return engine.status();
    }

    /** {@return why the stream has failed, if it has} Corresponds to {@code CFReadStreamCopyError}. */
    public final Optional<IOException> streamError() {
        return status() == StreamStatus.ERROR ? Optional.ofNullable(engine.error()) : Optional.empty();
    }

    /**
     * Delivers events in a mode of a loop from now on. Those that are due and have not been told yet are told there,
     * and where the stream was not scheduled before, once more that a transfer would not block. Does nothing to a
     * stream that is closed. Corresponds to {@code CFReadStreamScheduleWithRunLoop}.
     *
     * @param loop the loop
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     * @throws dev.runloop.RunLoopEndedException if the loop's thread has ended
     */
    public final void schedule(RunLoop loop, RunLoopMode mode) {
        engine.eventSources().add(requireNonNull(loop, "loop"), requireNonNull(mode, "mode"));
    }

    /**
     * Delivers no more events in a mode of a loop. A callback that is running ends normally. Corresponds to
     * {@code CFReadStreamUnscheduleFromRunLoop}.
     *
     * @param loop the loop
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     */
    public final void unschedule(RunLoop loop, RunLoopMode mode) {
        engine.eventSources().remove(requireNonNull(loop, "loop"), requireNonNull(mode, "mode"));
    }

    /**
     * {@return the value of a property; empty if this kind of stream has no such property, or it has no value yet} Can
     * be asked after the end too. Corresponds to {@code CFReadStreamCopyProperty}.
     *
     * @param <T> the type of the value
     * @param key which property
     */
    public final <T> Optional<T> property(StreamProperty<T> key) {
        if (requireNonNull(key, "key") == StreamProperty.BYTES_TRANSFERRED) {
            return Optional.of(key.cast(transferred));
        }
        return Optional.ofNullable(endpoint.property(key)).map(key::cast);
    }

    /**
     * Sets a property. Corresponds to {@code CFReadStreamSetProperty}.
     *
     * @param <T> the type of the value
     * @param key which property
     * @param value its value
     * @return false if this kind of stream has no such property that could be set, or if the stream has been opened
     * @throws IllegalArgumentException if no stream could have such a value
     */
    public final <T> boolean setProperty(StreamProperty<T> key, T value) {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        return status() == StreamStatus.NOT_OPEN && endpoint.setProperty(key, value);
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + endpoint + ", " + status() + "]";
    }
}
