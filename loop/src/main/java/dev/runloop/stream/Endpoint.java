package dev.runloop.stream;

import dev.runloop.internal.ReadyEventCount;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is behind a stream: the part that differs from kind to kind. {@link StreamEngine} makes sure that transfers come
 * one after the other and only while the stream is open. Everything else may be called by any thread, {@link #close()}
 * even while {@link #open} is in progress or a transfer waits, and more than once.
 */
interface Endpoint {

    /**
     * Begins to open, and tells the engine by {@link StreamEngine#opened()} or {@link StreamEngine#fail} when it is
     * done, at once or later.
     *
     * @throws IOException if it has failed at once
     */
    void open(StreamEngine engine) throws IOException;

    /**
     * Whether it appears, without asking the system or taking input, that a transfer would not block; also if it would
     * fail, or nothing more is to come. If that is not certain, {@link #confirms()} tells. An endpoint that learns of
     * it from others calls {@link StreamEngine#ready()} when it becomes true.
     */
    boolean isReady();

    /**
     * Whether a transfer would indeed not block, now that this appears to be ready or its channel was found ready. May
     * take input to find out, one {@link dev.runloop.internal.Intake turn} of it; if there may be more, this still
     * appears to be ready afterwards. Called while the stream is open, on any thread.
     */
    default boolean confirms() {
        return true;
    }

    /**
     * Finds out whether a transfer would not block.
     *
     * @throws IOException if that cannot be found out
     */
    default boolean poll() throws IOException {
        return isReady() && confirms();
    }

    /**
     * Blocks until it appears that a transfer would not block, or until closed.
     *
     * @throws IOException if it cannot be waited for
     */
    default void await(ReadyEventCount gate) throws IOException {
        gate.await(this::isReady);
    }

    /** Whether it is known that there is nothing more to transfer. */
    default boolean isAtEnd() {
        return false;
    }

    /** Releases all system resources, and ends a transfer that waits. */
    void close();

    /** The value of a property of this kind of stream, or null. Available after the end too. */
    default @Nullable Object property(StreamProperty<?> key) {
        return null;
    }

    /** Sets a property, with a value of the type of the key, before the stream is opened; false if it is unknown. */
    default boolean setProperty(StreamProperty<?> key, Object value) {
        return false;
    }
}
