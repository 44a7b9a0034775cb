package dev.runloop.bench.soak;

import java.util.SplittableRandom;

/**
 * One kind of load, on loops of its own. All its methods are called by one thread at a time, and each call
 * happens-before the next. What they throw is a violation, but for an {@link InterruptedException}, by which they are
 * told to give up.
 */
interface Lane {
    /**
     * Brings about a burst of load: some milliseconds of it. Waits for at least one thing by itself, so that a wake-up
     * that was lost is not made good by the next burst.
     *
     * @param random to draw from
     */
    void step(SplittableRandom random) throws Exception;

    /** Waits until nothing is outstanding, while the loops live on. Afterwards the {@link Ledger} has to balance. */
    void settle() throws Exception;

    /** Ends all loops of this lane for good, and waits for the end of their threads. */
    void stop() throws Exception;
}
