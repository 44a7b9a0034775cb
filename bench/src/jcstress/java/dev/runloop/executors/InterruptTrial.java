package dev.runloop.executors;

import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two tasks that run one after the other, the first of which is interrupted while it runs, or a moment later. The
 * interrupt is only noted, as the threads here are those of many trials; the loop clears it when a task has ended, as it
 * does with that of its thread.
 */
public abstract class InterruptTrial {
    private final DrainLock drainLock = new DrainLock();
    private volatile boolean isInFirst; // by the loop
    private volatile boolean interrupted; // by the thread that interrupts; cleared by the loop

    /** A trial. */
    protected InterruptTrial() {}

    /**
     * The loop: runs the two tasks.
     *
     * @param result whether either was interrupted
     */
    protected final void runBoth(II_Result result) {
        drainLock.begin();
        drainLock.enterTask();
        isInFirst = true;
        Thread.onSpinWait();
        isInFirst = false;
        drainLock.leaveTask();
        result.r1 = takeInterrupt();
        drainLock.enterTask();
        Thread.onSpinWait();
        drainLock.leaveTask();
        result.r2 = takeInterrupt();
        drainLock.end(false);
    }

    private int takeInterrupt() {
        boolean was = interrupted;
        interrupted = false;
        return was ? 1 : 0;
    }

    /** Afterwards: whether the interrupt is still there. */
    protected final int isInterrupted() {
        return interrupted ? 1 : 0;
    }

    /** Interrupts the first task, if it runs, as executors do: while holding the loop. */
    protected final void holdAndInterrupt() {
        drainLock.pin();
        interruptIfInFirst();
        drainLock.unpin();
    }

    /** As one gets it wrong: the task may have ended since the look. */
    protected final void interruptIfInFirst() {
        if (isInFirst) {
            interrupted = true;
        }
    }
}
