package dev.runloop.port;

import java.nio.ByteBuffer;
import java.util.Queue;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;

/**
 * The buffers into which ports read. A buffer is taken for one callback and given back after it, so ten thousand
 * connections need no more of them than there are simultaneous callbacks. They are outside the heap, where the system
 * reads into them without an extra copy.
 *
 * <p>Thread-safe. What was done to a buffer before it was given back happens-before what is done after it is taken.
 */
final class DataBuffers {
    /** The most that a datagram can carry. */
    static final int BYTES = 1 << 16;

    private static final int MOST_KEPT = 16;

    private final Queue<ByteBuffer> free = new MpmcVarHandleArrayQueue<>(MOST_KEPT);

    /** An empty buffer. */
    ByteBuffer take() {
        ByteBuffer kept = free.poll();
        return kept != null ? kept.clear() : ByteBuffer.allocateDirect(BYTES);
    }

    /** Keeps the buffer for reuse, unless there are enough. */
    void giveBack(ByteBuffer buffer) {
        free.offer(buffer);
    }
}
