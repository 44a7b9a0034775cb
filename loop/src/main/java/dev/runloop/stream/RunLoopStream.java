package dev.runloop.stream;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * A stream of bytes in one direction, with a life cycle: it is configured, opened, used, and closed.
 *
 * <p>Scheduled in modes of loops, it tells its client of {@linkplain StreamEvent events} on the threads of these loops.
 * With several loops each event is delivered once, by the first loop that gets to it. One delivery is one perform of a
 * source, after which the loop serves its other sources and timers; so streams that always have something to do take
 * turns with everything else.
 *
 * <p>Only one thread at a time may make transfers: a second one at the same moment is refused with an
 * {@link IllegalStateException}. Everything else may be called from any thread at any time. {@link #close()} ends a
 * transfer that waits. Waits do not end when the thread is interrupted; the interrupt is restored after them.
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
     * Closes the stream permanently, and takes it out of all loops: the client is told nothing more, even if it makes
     * this call itself. The status is then {@link StreamStatus#CLOSED}, or stays {@link StreamStatus#ERROR}. Calling
     * this again does nothing. Corresponds to {@code CFReadStreamClose}.
     */
    @Override
    public final void close() {
        engine.close();
    }

    /** {@return the state of the stream} Corresponds to {@code CFReadStreamGetStatus}. */
    public final StreamStatus status() {
        return engine.status();
    }

    /** {@return why the stream has failed, if it has} Corresponds to {@code CFReadStreamCopyError}. */
    public final Optional<IOException> streamError() {
        return status() == StreamStatus.ERROR ? Optional.ofNullable(engine.error()) : Optional.empty();
    }

    /**
     * Delivers events in a mode of a loop from now on. Events that are due and have not been delivered are delivered
     * there; if the stream was not scheduled before, the client is told once more if a transfer would not block. Does
     * nothing to a closed stream. Corresponds to {@code CFReadStreamScheduleWithRunLoop}.
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
     * {@return the value of a property; empty if this kind of stream has no such property, or it has no value yet} May
     * be asked for after the end too. Corresponds to {@code CFReadStreamCopyProperty}.
     *
     * @param <T> the type of the value
     * @param key the property
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
     * @param key the property
     * @param value its value
     * @return false if this kind of stream has no such property that can be set, or if the stream has been opened
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
