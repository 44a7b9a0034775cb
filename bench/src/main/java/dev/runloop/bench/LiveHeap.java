package dev.runloop.bench;

import java.lang.management.ManagementFactory;

/** How much of the heap is live. */
public final class LiveHeap {
    private static final int MOST_COLLECTIONS = 5;
    private static final long STEADY = 16 << 10;

    private LiveHeap() {}

    /**
     * Collects garbage until that frees nothing to speak of, as what some references have kept is freed by the next
     * collection.
     *
     * @return how many bytes are used then
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
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
