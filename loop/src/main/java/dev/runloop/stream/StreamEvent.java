package dev.runloop.stream;

import java.util.Collection;

/** What a stream tells its client on a loop. Corresponds to {@code CFStreamEventType} and {@code NSStreamEvent}. */
public enum StreamEvent {
    /** The stream is open. Delivered only if the stream was scheduled before that. */
    OPEN_COMPLETED(1),

    /** A read would not block. Delivered again only after a read. */
    HAS_BYTES_AVAILABLE(1 << 1),

    /** A write would not block. Delivered again only after a write. */
    CAN_ACCEPT_BYTES(1 << 2),

    /** The stream has failed; {@link RunLoopStream#streamError()} tells why. The last event of the stream. */
    ERROR_OCCURRED(1 << 3),

    /** The end has been reached. Delivered once. */
    END_ENCOUNTERED(1 << 4);

    private final int bit;

    StreamEvent(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }

    static int bits(Collection<StreamEvent> events) {
        int bits = 0;
        for (StreamEvent event : events) {
            bits |= event.bit;
        }
        return bits;
    }
}
