package dev.runloop.internal;

import java.util.Queue;

/**
 * The queues by which work reaches a loop: many producers, the loop's thread as the only consumer, unbounded, lock-free.
 *
 * <p>They consist of array chunks with fields padded against false sharing, and allocate nothing as long as the consumer stays
 * within a chunk of the producers. There are more virtual threads than platform threads, so theirs get small chunks: an
 * empty queue takes some 0.7 KB. An unpadded linked queue takes 48 bytes, but has half the throughput.
 */
public final class MpscQueues {
    private static final int CHUNK = 1 << 10;
    private static final int CHUNK_OF_VIRTUAL_THREAD = 1 << 6;
    private static final int CHUNK_FOR_SIGNALS = 1 << 4;

    private MpscQueues() {}

    /** A queue of tasks, consumed by {@code thread}. */
    public static <E> WorkQueue<E> forTasks(Thread thread) {
        return new WorkQueue<>(thread.isVirtual() ? CHUNK_OF_VIRTUAL_THREAD : CHUNK);
    }

    /** A queue of signals that there is work: few elements at a time. */
    public static <E> Queue<E> forSignals(Thread thread) {
        return new WorkQueue<>(thread.isVirtual() ? CHUNK_FOR_SIGNALS >> 1 : CHUNK_FOR_SIGNALS);
    }
}
