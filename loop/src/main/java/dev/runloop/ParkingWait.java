package dev.runloop;

import dev.runloop.internal.WaitStrategy;
import java.util.concurrent.locks.LockSupport;

/** Waits by parking the thread of the loop, platform or virtual, on the clock of the loop. */
record ParkingWait(RunLoop loop, Thread thread, RunLoopClock clock) implements WaitStrategy {
    @Override
    public void await() {
        clock.park(loop);
    }

    @Override
    public void awaitUntil(long deadline) {
        clock.parkUntil(loop, deadline);
    }

    @Override
    public void endWait() {
        LockSupport.unpark(thread);
    }
}
