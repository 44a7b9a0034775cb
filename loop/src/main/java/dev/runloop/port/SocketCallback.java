package dev.runloop.port;

import java.nio.channels.SelectionKey;

/**
 * What a {@link SocketPort} can call back for. {@link #READ}, {@link #ACCEPT} and {@link #DATA} are mutually exclusive.
 * Corresponds to {@code CFSocketCallBackType}.
 */
public enum SocketCallback {
    /** There is something to read, or the end of the stream. Repeated as long as there is. */
    READ(1 << 0, SelectionKey.OP_READ),
    /** A connection has been accepted. One per pass. */
    ACCEPT(1 << 1, SelectionKey.OP_ACCEPT),
    /** Bytes have been read. */
    DATA(1 << 2, SelectionKey.OP_READ),
    /** A connect has ended. Called once, whatever is enabled, and before all others. */
    CONNECT(1 << 3, SelectionKey.OP_CONNECT),
    /** There is room to write. Called once, and then once each time it is enabled. */
    WRITE(1 << 4, SelectionKey.OP_WRITE);

    private final int bit;
    final int op;

    SocketCallback(int bit, int op) {
        this.bit = bit;
        this.op = op;
    }

    int bit() {
        return bit;
    }

    /** Whether this is about incoming data or connections. */
    boolean isIncoming() {
        return this == READ || this == ACCEPT || this == DATA;
    }
}
