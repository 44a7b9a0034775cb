package dev.runloop.bench.comparison;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CountDownLatch;

/**
 * The task of the throughput measure: it counts how often it has run, which is about the least that a task can do.
 *
 * <p>One object is handed over again and again, so that a subject's own allocations are the only ones. The count is a
 * plain field's worth of memory that only the consuming thread touches. Every {@value #PUBLISHED_EVERY} runs it is also
 * published for the producer. Both live in one array, far enough apart from each other and from other objects that
 * producer and consumer never fight for a cache line.
 */
final class CountedTask implements Runnable {
    /** How many runs the published count may lag behind. A power of two. */
    static final int PUBLISHED_EVERY = 1024;

    private static final int COUNT = 16;
    private static final int PUBLISHED = 32;
    private static final int SLOTS = 48;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] slots = new long[SLOTS];
    private final long target;
    private final CountDownLatch finished;
    private long finishedAt; // written by the consumer before it counts down, read after that

    CountedTask(long target, CountDownLatch finished) {
        this.target = target;
        this.finished = finished;
    }

    @Override
    public void run() {
        long count = slots[COUNT] + 1;
        slots[COUNT] = count;
        if ((count & (PUBLISHED_EVERY - 1)) == 0) {
            SLOT.setRelease(slots, PUBLISHED, count);
        }
        if (count == target) {
            finishedAt = System.nanoTime();
            finished.countDown();
        }
    }

    /** A lower bound of the runs so far. Thread-safe. */
    long publishedCount() {
        return (long) SLOT.getAcquire(slots, PUBLISHED);
    }

    /** When the last run ended, by {@link System#nanoTime}; valid once the latch is open. */
    long finishedAt() {
        return finishedAt;
    }
}
