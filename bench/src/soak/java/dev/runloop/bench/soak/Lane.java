package dev.runloop.bench.soak;

import java.util.SplittableRandom;

/**
 * One kind of load, on loops of its own. Methods are called by one thread at a time, and each call happens-before the
 * next. Whatever they throw is a violation, except an {@link InterruptedException}, which tells them to give up.
 */
interface Lane {
    /**
     * Creates some milliseconds of load, and waits for at least one thing that nothing else would wake the loop for,
     * so that the next burst cannot hide a lost wake-up.
     */
    void step(SplittableRandom random) throws Exception;

    /** Waits until nothing is outstanding; the loops live on. Afterwards the {@link Ledger} must balance. */
    void settle() throws Exception;

    /** Ends all loops of this lane and waits for their threads to end. */
    void stop() throws Exception;
}
