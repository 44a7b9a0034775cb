package dev.runloop;

import java.util.concurrent.locks.LockSupport;

/** Waits by parking the thread of the loop, platform or virtual. */
record ParkedWait(RunLoop loop) implements ClockedWait {
    /** With the system clock the shortest way: stack frames are most of the memory of a loop that sleeps. */
    @Override
    public void await() {
        if (loop.clock() == SystemClock.INSTANCE) {
            LockSupport.park(loop);
        } else {
            loop.clock().await(this);
        }
    }

    @Override
    public void begin() {
        LockSupport.park(loop);
    }

    @Override
    public void begin(long nanos) {
        LockSupport.parkNanos(loop, nanos);
    }

    @Override
    public void end() {
        LockSupport.unpark(loop.owner());
    }
}
