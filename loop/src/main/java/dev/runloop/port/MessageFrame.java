package dev.runloop.port;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the two ends of a message port exchange: a length, followed by that many bytes, which are the kind, the serial
 * number of the request, the id of the message and the data.
 *
 * @param kind one of the constants
 * @param serial tells which request a reply belongs to
 * @param id the id of the message
 * @param data the data; in a frame that was read, read-only and not shared
 */
record MessageFrame(byte kind, long serial, int id, ByteBuffer data) {
    static final byte ONE_WAY = 1;
    static final byte REQUEST = 2;
    static final byte REPLY = 3;
    static final byte EMPTY_REPLY = 4;
    static final byte FAILED = 5;

    static final int LENGTH_BYTES = 4;
    static final int HEAD_BYTES = 1 + 8 + 4;

    /** A reply to this request. */
    MessageFrame answer(byte answerKind, @Nullable ByteBuffer answerData) {
        return new MessageFrame(answerKind, serial, id, answerData == null ? ByteBuffer.allocate(0) : answerData);
    }

    /** The frame as it is sent. */
    ByteBuffer encode() {
        int length = HEAD_BYTES + data.remaining();
        return ByteBuffer.allocate(LENGTH_BYTES + length)
                .putInt(length)
                .put(kind)
                .putLong(serial)
                .putInt(id)
                .put(data.duplicate())
                .flip();
    }
}
