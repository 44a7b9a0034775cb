package dev.runloop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counts what a loop does. Counted by its thread, read by anyone, at the cost of a plain increment. */
final class LoopCounters {
    /** What is counted. */
    enum Count {
        PASSES(0),
        SOURCES(1),
        TIMERS(2),
        BLOCKS(3),
        OBSERVATIONS(4);

        private final int slot;

        Count(int slot) {
            this.slot = slot;
        }
    }

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts = new long[Count.values().length];

    /** The loop's thread: one more. */
    void increment(Count count) {
        ELEMENT.setOpaque(counts, count.slot, counts[count.slot] + 1);
    }

    /** Anyone: all of them. */
    RunLoopMetrics snapshot(long sleeps) {
        return new RunLoopMetrics(
                get(Count.PASSES),
                sleeps,
                get(Count.SOURCES),
                get(Count.TIMERS),
                get(Count.BLOCKS),
                get(Count.OBSERVATIONS));
    }

    private long get(Count count) {
        return (long) ELEMENT.getOpaque(counts, count.slot);
    }
}
