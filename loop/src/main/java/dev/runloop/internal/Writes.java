package dev.runloop.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Writes to non-blocking stream channels in chunks. For each write the JDK copies all that remains of a heap buffer into
 * native memory, even if the peer takes only a fraction: a slow peer would cost the square of the size, and the thread would
 * keep that much native memory. Not for datagrams, which must not be split.
 */
public final class Writes {
    /** The maximum size of one write. */
    public static final int CHUNK = 1 << 17;

    private Writes() {}

    /** Writes one chunk. Returns the number of bytes written; fewer than remain and fit into a chunk if the channel is full. */
    public static int piece(WritableByteChannel channel, ByteBuffer data) throws IOException {
        if (data.remaining() <= CHUNK) {
            return channel.write(data);
        }
        int end = data.limit();
        try {
            return channel.write(data.limit(data.position() + CHUNK));
        } finally {
            data.limit(end);
        }
    }

    /** Writes until nothing remains or the channel is full. Returns the number of bytes written. */
    public static int whatFits(WritableByteChannel channel, ByteBuffer data) throws IOException {
        int sum = 0;
        int count;
        do {
            count = piece(channel, data);
            sum += count;
        } while (count == CHUNK && data.hasRemaining());
        return sum;
    }
}
