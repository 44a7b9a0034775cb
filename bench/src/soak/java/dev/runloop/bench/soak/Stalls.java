package dev.runloop.bench.soak;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Random pauses of callbacks and producers: mostly none, now and then a long one. */
final class Stalls {
    private static final int CALLBACKS_PER_STALL = 150;
    private static final int STALLS_PER_LONG_ONE = 40;
    private static final long STALL = TimeUnit.MICROSECONDS.toNanos(800);
    private static final long LONG_STALL = TimeUnit.MILLISECONDS.toNanos(25);
    private static final int TASKS_PER_STALL = 30;
    private static final long PRODUCERS_STALL = TimeUnit.MICROSECONDS.toNanos(300);

    private Stalls() {}

    /** How long a callback stalls, in nanoseconds; mostly zero. */
    static long drawForCallback(SplittableRandom random) {
        if (random.nextInt(CALLBACKS_PER_STALL) != 0) {
            return 0;
        }
        return 1 + random.nextLong(random.nextInt(STALLS_PER_LONG_ONE) == 0 ? LONG_STALL : STALL);
    }

    /** Sleeps, and returns false if interrupted. */
    static boolean stall(long nanos) {
        if (nanos == 0) {
            return true;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Stalls a producer now and then. May consume its thread's park permit, as any code may. */
    static void betweenTasks(SplittableRandom random) {
        if (random.nextInt(TASKS_PER_STALL) == 0) {
            LockSupport.parkNanos(1 + random.nextLong(PRODUCERS_STALL));
        }
    }
}
