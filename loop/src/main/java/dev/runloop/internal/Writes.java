package dev.runloop.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Writes to non-blocking channels that take in bytes. The JDK copies all that remains of a buffer on the heap before each
 * write, even if the peer has room for a fraction of it: a slow one would cost the square of the size, and the thread
 * keep native memory for all of it. So no write is given more than a piece. Not for datagrams, which must not be split.
 */
public final class Writes {
    /** How many bytes one write is given at most. */
    public static final int MOST_AT_ONCE = 1 << 17;

    private Writes() {}

    /** One write. Returns how many bytes the channel has taken; fewer than there are and than a piece if it is full. */
    public static int piece(WritableByteChannel channel, ByteBuffer data) throws IOException {
        if (data.remaining() <= MOST_AT_ONCE) {
            return channel.write(data);
        }
        int end = data.limit();
        try {
            return channel.write(data.limit(data.position() + MOST_AT_ONCE));
        } finally {
            data.limit(end);
        }
    }

    /** Writes until all is written, or the channel is full. Returns how many bytes it has taken. */
    public static int whatFits(WritableByteChannel channel, ByteBuffer data) throws IOException {
        int sum = 0;
        int count;
        do {
            count = piece(channel, data);
            sum += count;
        } while (count == MOST_AT_ONCE && data.hasRemaining());
        return sum;
    }
}
