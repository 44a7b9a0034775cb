package dev.runloop;

import java.util.concurrent.locks.LockSupport;

/** Waits by parking the thread of the loop, platform or virtual. */
record ParkedWait(RunLoop loop) implements ClockedWait {
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
        LockSupport.unpark(loop.thread());
    }
}
