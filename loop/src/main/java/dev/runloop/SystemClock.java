package dev.runloop;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The time of the machine. */
enum SystemClock implements RunLoopClock {
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public void park(Object blocker) {
        LockSupport.park(blocker);
    }

    @Override
    public void parkUntil(Object blocker, long deadline) {
        long remaining = deadline - System.nanoTime();
        if (remaining > 0) {
            LockSupport.parkNanos(blocker, remaining);
        }
    }
}
