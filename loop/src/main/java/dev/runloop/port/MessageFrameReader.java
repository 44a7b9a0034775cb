package dev.runloop.port;

import dev.runloop.internal.Intake;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Assembles frames from the pieces in which a connection delivers them. A frame that is too long, too short or of an
 * unknown kind is an error and ends the connection. A frame takes no more memory than about twice the part of it that
 * has arrived.
 *
 * <p>Not thread-safe.
 */
final class MessageFrameReader {
    private static final int FIRST_BYTES = 1 << 12;

    private final int mostData;
    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_BYTES).limit(0); // what was read and not taken, to be taken

    MessageFrameReader(int mostData) {
        this.mostData = mostData;
    }

    /**
     * Reads what is there without waiting, as much as one frame needs.
     *
     * @throws EOFException if the stream has ended; with a message that says so if it ended within a frame
     */
    void readFrom(ReadableByteChannel channel) throws IOException {
        makeRoom();
        int end = buffer.limit();
        int count;
        try {
            count = channel.read(buffer.position(end).limit(Math.min(buffer.capacity(), end + Intake.MOST_BYTES)));
        } finally {
            buffer.flip();
        }
        if (count < 0) {
            throw new EOFException(
                    end == 0 ? "the peer has closed the connection" : "the connection ends within a frame");
        }
    }

    /** Moves the bytes to the beginning of the buffer, with room for more behind them. */
    private void makeRoom() {
        if (buffer.position() > 0) {
            buffer.compact().flip();
        }
        if (buffer.limit() == buffer.capacity()) {
            buffer = ByteBuffer.allocate(2 * buffer.capacity()).put(buffer).flip();
        } else if (!buffer.hasRemaining() && buffer.capacity() > FIRST_BYTES) {
            buffer = ByteBuffer.allocate(FIRST_BYTES).limit(0); // of a large frame, which may be the only one
        }
    }

    /** The next frame, if all of it is there. */
    @Nullable
    MessageFrame take() throws ProtocolException {
        if (buffer.remaining() < MessageFrame.LENGTH_BYTES) {
            return null;
        }
        int length = buffer.getInt(buffer.position());
        if (length < MessageFrame.HEAD_BYTES || length - MessageFrame.HEAD_BYTES > mostData) {
            throw new ProtocolException("a frame says that its length is " + length + ", not within "
                    + MessageFrame.HEAD_BYTES + " and " + (MessageFrame.HEAD_BYTES + (long) mostData));
        }
        if (buffer.remaining() - MessageFrame.LENGTH_BYTES < length) {
            return null;
        }
        buffer.getInt();
        byte kind = buffer.get();
        if (kind < MessageFrame.ONE_WAY || kind > MessageFrame.FAILED) {
            throw new ProtocolException("a frame says that its kind is " + kind);
        }
        long serial = buffer.getLong();
        int id = buffer.getInt();
        int dataLength = length - MessageFrame.HEAD_BYTES;
        ByteBuffer data = ByteBuffer.allocate(dataLength)
                .put(0, buffer, buffer.position(), dataLength)
                .asReadOnlyBuffer();
        buffer.position(buffer.position() + dataLength);
        return new MessageFrame(kind, serial, id, data);
    }

    /** Whether another frame, or an error, can be taken without reading. */
    boolean hasFrame() {
        if (buffer.remaining() < MessageFrame.LENGTH_BYTES) {
            return false;
        }
        long length = buffer.getInt(buffer.position());
        return length < MessageFrame.HEAD_BYTES
                || length - MessageFrame.HEAD_BYTES > mostData
                || buffer.remaining() - MessageFrame.LENGTH_BYTES >= length;
    }
}
