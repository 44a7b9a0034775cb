package dev.runloop.stream;

/** The state of a stream. Corresponds to {@code CFStreamStatus} and {@code NSStreamStatus}. */
public enum StreamStatus {
    /** Not opened yet. Holds no system resources. */
    NOT_OPEN,

    /** Being opened: for example, a host is being looked up or connected to. A transfer waits for this to end. */
    OPENING,

    /** Open, and not in use at this moment. */
    OPEN,

    /** A thread reads from it, or waits to. */
    READING,

    /** A thread writes to it, or waits to. */
    WRITING,

    /** Everything has been read, or all room has been written. */
    AT_END,

    /** Closed permanently. Its properties can still be read. */
    CLOSED,

    /** Failed permanently, even after it has been closed. {@link RunLoopStream#streamError()} says why. */
    ERROR;

    /** Nothing will ever be transferred again, and no system resources are held. */
    boolean isFinal() {
        return this == CLOSED || this == ERROR;
    }
}
