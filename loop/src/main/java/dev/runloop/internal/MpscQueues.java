package dev.runloop.internal;

import java.util.Queue;

/**
 * The queues by which work reaches a loop: many producers, the loop's thread as the one consumer, no limit, no lock.
 *
 * <p>Work comes by array chunks, with fields padded against false sharing, and without allocation as long as the
 * consumer stays within a chunk of the producers. Virtual threads come in greater numbers, so theirs have small chunks:
 * some 0.7 KB for an empty queue, where a linked one without padding takes 48 bytes but half the throughput too.
 *
 * <p>Actions in a thread before its {@code offer(x)} happen-before the return of the {@code poll()} that answers
 * {@code x}. Elements of one producer come out in its order. {@code isEmpty()} takes a half-finished offer for content,
 * and {@code poll()} waits for its end, which is a few instructions away. A producer that dies in between, for want of stack
 * or memory, leaves nothing that would have to be waited for.
 */
public final class MpscQueues {
    private static final int CHUNK = 1 << 10;
    private static final int CHUNK_OF_VIRTUAL_THREAD = 1 << 6;
    private static final int CHUNK_FOR_NEWS = 1 << 4;

    private MpscQueues() {}

    /** A queue for the work itself, consumed by {@code thread}. */
    public static <E> WorkQueue<E> forTasks(Thread thread) {
        return new WorkQueue<>(thread.isVirtual() ? CHUNK_OF_VIRTUAL_THREAD : CHUNK);
    }

    /** A queue for the news that there is work: few elements at a time. */
    public static <E> Queue<E> forSignals(Thread thread) {
        return new WorkQueue<>(thread.isVirtual() ? CHUNK_FOR_NEWS >> 1 : CHUNK_FOR_NEWS);
    }
}
