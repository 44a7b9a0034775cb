package dev.runloop.stream;

/** How far a stream has come in its life. Corresponds to {@code CFStreamStatus} and {@code NSStreamStatus}. */
public enum StreamStatus {
    /** Not opened yet. It holds nothing of the system's. */
    NOT_OPEN,

    /** Being opened: a host is looked up, say, or connected to. A transfer waits for the end of this. */
    OPENING,

    /** Open, and not in use at this moment. */
    OPEN,

    /** A thread reads from it, or waits to. */
    READING,

    /** A thread writes to it, or waits to. */
    WRITING,

    /** All that there was has been read, or all that there was room for has been written. */
    AT_END,

    /** Closed, for ever. Its properties can still be asked for. */
    CLOSED,

    /** Failed, for ever, also after it has been closed. {@link RunLoopStream#streamError()} tells why. */
    ERROR;

    /** Nothing will ever be transferred again, and nothing of the system's is held. */
    boolean isFinal() {
        return this == CLOSED || this == ERROR;
    }
}
