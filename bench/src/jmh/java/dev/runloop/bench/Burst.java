package dev.runloop.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A task that is handed over in bursts of a fixed size, one object for all. It counts its runs in a plain field of the
 * consumer's, and whole bursts in one that the producer may read.
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

    /** Each run takes so many nanoseconds, but at least what it takes to count it. */
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

    /** How many whole bursts have run. */
    long ended() {
        return (long) ENDED.getAcquire(this);
    }

    /** Waits, without parking, until so many have run: no latch is made, and the executor has nobody to wake. */
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
