package dev.runloop;

import dev.runloop.internal.WaitStrategy;

/** Waits by the clock of the loop. */
record ClockedWait(RunLoopClock clock, RunLoopClock.Wait way, boolean isForInboxOnly) implements WaitStrategy {
    @Override
    public void await() {
        clock.await(way);
    }

    @Override
    public void awaitUntil(long deadline) {
        clock.awaitUntil(way, deadline);
    }

    @Override
    public void endWait() {
        way.end();
    }
}
