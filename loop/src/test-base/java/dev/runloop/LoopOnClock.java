package dev.runloop;

/** Makes loops with a clock of the test's own, on threads that are not of a {@link RunLoopThread}. */
public final class LoopOnClock {
    private LoopOnClock() {}

    /** Makes the loop of a thread that has started and has none yet; it lives by this clock. */
    public static RunLoop create(Thread thread, RunLoopClock clock) {
        RunLoop loop = LoopRegistry.create(thread, clock);
        if (!loop.clock().equals(clock)) {
            throw new IllegalStateException("the thread has a loop with another clock: " + loop);
        }
        return loop;
    }
}
