package dev.runloop.perform;

import java.util.concurrent.Future;

/**
 * Whether it pays to spin for an answer before going to sleep for it. An answer that comes at once, as between loops
 * that run on different processors, is not worth two changes of threads; but where there are more threads than
 * processors, the one that spins may keep away the one that it waits for.
 *
 * <p>So the length of the spin follows from what has paid: it doubles if the answer came, and halves if it did not. A
 * trace of it stays as long as waits are brief. All waiters share what they have learned; a race between them loses no
 * more than that.
 */
final class BriefSpin {
    private static final int FIRST = 64;
    private static final int MOST = Runtime.getRuntime().availableProcessors() > 1 ? 1024 : 0;
    private static final long BRIEF_NANOS = 100_000;

    private static int spins = FIRST; // a hint, not synchronised

    private BriefSpin() {}

    /** Returns whether it is done. */
    static boolean await(Future<?> answer) {
        int most = Math.min(spins, MOST);
        for (int i = 0; i < most; i++) {
            if (answer.isDone()) {
                spins = Math.min(MOST, 2 * most + FIRST);
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /** The spin was in vain, and the sleep after it began at this time. */
    static void learnFromSleep(long startedAt) {
        boolean wasBrief = System.nanoTime() - startedAt < BRIEF_NANOS;
        spins = wasBrief ? spins / 2 + FIRST / 2 : spins / 2;
    }
}
