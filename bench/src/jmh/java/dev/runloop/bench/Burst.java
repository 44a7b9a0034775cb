package dev.runloop.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A task submitted in bursts of a fixed size, always the same object. It counts its runs in a plain field of the
 * consumer and complete bursts in a field that the producer may read.
 */
final class Burst implements Runnable {
    private static final VarHandle ENDED;
    private static final int SPINS_BEFORE_YIELD = 100;

    static {
        try {
            ENDED = MethodHandles.lookup().findVarHandle(Burst.class, "ended", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int size;
    private final long nanos;
    private int runs; // belongs to the executor's thread

    @SuppressWarnings("UnusedVariable") // accessed through ENDED
    private long ended; // written by the executor's thread

    Burst(int size) {
        this(size, 0);
    }

    /** Each run takes this many nanoseconds, or as long as counting takes. */
    Burst(int size, long nanos) {
        this.size = size;
        this.nanos = nanos;
    }

    @Override
    public void run() {
        if (nanos > 0) {
            work();
        }
        if (++runs == size) {
            runs = 0;
            ENDED.setRelease(this, (long) ENDED.get(this) + 1);
        }
    }

    private void work() {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    /** How many bursts are complete. */
    long ended() {
        return (long) ENDED.getAcquire(this);
    }

    /** Waits without parking: no latch is allocated, and the executor has no thread to wake. */
    @SuppressWarnings("ThreadPriorityCheck") // yielding is a courtesy here, nothing relies on it
    void awaitEnd(long end) {
        for (int spins = 0; ended() < end; spins++) {
            if (spins < SPINS_BEFORE_YIELD) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
