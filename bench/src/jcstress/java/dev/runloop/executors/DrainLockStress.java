package dev.runloop.executors;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link DrainLock}: an interrupt comes to no other task than the one that it is meant for. */
public final class DrainLockStress {
    private DrainLockStress() {}

    /**
     * Two tasks run one after the other, the first of which is interrupted while it runs, or a moment later: whether the
     * first was interrupted, and whether the second was, or what comes behind it. The interrupt is only noted, as the
     * threads here are those of many trials; the loop clears it when a task has ended, as it does with that of its thread.
     */
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the first task had not begun, or had ended")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the interrupt has come to the first task")
    @Outcome(
            id = ".*, 1",
            expect = Expect.FORBIDDEN,
            desc = "the interrupt has come to another task, or stays with the thread")
    abstract static class Trial {
        final DrainLock lock = new DrainLock();
        private volatile boolean isInFirst; // by the loop
        private volatile boolean interrupted; // by the canceller; cleared by the loop

        /** The loop. */
        final void runBoth(II_Result result) {
            lock.begin();
            lock.enterTask();
            isInFirst = true;
            Thread.onSpinWait();
            isInFirst = false;
            lock.leaveTask();
            result.r1 = takeInterrupt();
            lock.enterTask();
            Thread.onSpinWait();
            lock.leaveTask();
            result.r2 = takeInterrupt();
            lock.end(false);
        }

        private int takeInterrupt() {
            int was = isInterrupted();
            interrupted = false;
            return was;
        }

        /** The canceller: interrupts the first task, if it runs. */
        final void interruptIfInFirst() {
            if (isInFirst) {
                interrupted = true;
            }
        }

        /** Whether an interrupt is pending. */
        final int isInterrupted() {
            return interrupted ? 1 : 0;
        }
    }

    /** The canceller pins the loop meanwhile, as executors do. */
    @JCStressTest
    @State
    public static class InterruptAgainstNextTask extends Trial {
        @Actor
        public void loop(II_Result result) {
            runBoth(result);
        }

        @Actor
        public void canceller() {
            lock.pin();
            interruptIfInFirst();
            lock.unpin();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r2 += isInterrupted();
        }
    }

    /** Does not pin the loop: the task may have ended since the look. */
    @JCStressTest
    @State
    public static class TwinInterruptsUnheld extends Trial {
        @Actor
        public void loop(II_Result result) {
            runBoth(result);
        }

        @Actor
        public void canceller() {
            interruptIfInFirst();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r2 += isInterrupted();
        }
    }
}
