package dev.runloop.bench.gauge;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How much of the heap is live. */
public final class LiveHeap {
    private static final int MOST_COLLECTIONS = 6;
    private static final long FOR_CLEANERS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long STEADY = 16 << 10;

    private LiveHeap() {}

    /**
     * Collects garbage until that frees nothing to speak of: what some references have kept is freed by the next
     * collection, once cleaners have had the time to see to it.
     */
    public static long bytes() {
        long before = Long.MAX_VALUE;
        long now = collected();
        for (int i = 1; i < MOST_COLLECTIONS && before - now > STEADY; i++) {
            before = now;
            now = collected();
        }
        return Math.min(before, now);
    }

    private static long collected() {
        System.gc();
        LockSupport.parkNanos(FOR_CLEANERS);
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
