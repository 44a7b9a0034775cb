package dev.runloop.stream;

import dev.runloop.internal.ReadyGate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is behind a stream: the part that differs from kind to kind. {@link StreamEngine} sees to it that transfers come
 * one after the other and only while the stream is open. Everything else may be called by any thread, {@link #close()}
 * even while {@link #open} is under way or a transfer waits, and more than once.
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
     * Whether it is known, without looking at the system, that a transfer would not block; also when it would fail, or
     * there is no more to come. An endpoint that learns of it from others calls {@link StreamEngine#ready()} when it
     * becomes true.
     */
    boolean isReady();

    /** The channel has been found ready: whether a transfer would indeed not block. On the thread of a loop. */
    default boolean confirms() {
        return true;
    }

    /** Finds out whether a transfer would not block. */
    default boolean poll() {
        return isReady();
    }

    /** Blocks until a transfer would not, or until closed. */
    default void await(ReadyGate gate) {
        gate.await(this::isReady);
    }

    /** Whether it is known that there is nothing more to transfer. */
    default boolean isAtEnd() {
        return false;
    }

    /** Lets go of all that the system has lent, and ends a transfer that waits. */
    void close();

    /** The value of a property of this kind of stream, or null. Answered after the end too. */
    default @Nullable Object property(StreamProperty<?> key) {
        return null;
    }

    /** Sets a property, with a value of the type of the key, before the stream is opened; false if it is unknown. */
    default boolean setProperty(StreamProperty<?> key, Object value) {
        return false;
    }
}
