package dev.runloop.executors;

import dev.runloop.bench.stress.Pace;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * {@link ScheduledTask}: a delayed task runs or is cancelled, and nothing of it is left; one that is due at once does not
 * overtake what was handed over before it.
 */
public final class ScheduledTaskStress {
    private static final long ONCE = 0;
    private static final long HOURLY = TimeUnit.HOURS.toNanos(1);

    private ScheduledTaskStress() {}

    /** How a task is made. */
    @FunctionalInterface
    private interface Maker {
        ScheduledTask<String> make(RunLoopExecutor executor, Runnable run, long period);
    }

    /** As executors make it. */
    private static ScheduledTask<String> real(RunLoopExecutor executor, Runnable run, long period) {
        return new ScheduledTask<>(executor, new RunnableCall<>(run, ""), 1, period);
    }

    /** One with a step that is wrong. */
    private abstract static class BrokenTask extends ScheduledTask<String> {
        BrokenTask(RunLoopExecutor executor, Runnable run, long period) {
            super(executor, new RunnableCall<>(run, ""), 1, period);
        }
    }

    /**
     * A delayed task whose date has come, on a loop that takes it out to run it, or puts it back for its next run, while it
     * is cancelled: whether it has run, whether its cancellation was answered with yes, and whether anything is left of
     * it. A task that is cancelled where it waits leaves a tombstone; that it has come and that it has gone must be counted,
     * else the executor would look for it for ever.
     */
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "it has run, and the cancellation came too late")
    @Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "it was cancelled and has not run")
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "it was cancelled while it ran, or between two runs")
    @Outcome(id = "0, 0, .*", expect = Expect.FORBIDDEN, desc = "it was not cancelled and never ran")
    @Outcome(
            id = ".*, .*, 1",
            expect = Expect.FORBIDDEN,
            desc = "something lies there, or is thought to, that is never fetched")
    abstract static class CancelTrial {
        private final RunLoopExecutor executor = UnrunExecutor.make();
        private final ScheduledTask<?> task;
        private int runs; // by the loop
        private boolean cancelled; // by the canceller

        private CancelTrial(Maker maker, long period) {
            task = executor.handOver(maker.make(executor, () -> runs++, period));
        }

        /** The loop: runs what is due. */
        final void perform() {
            UnrunExecutor.perform(executor);
        }

        /** The canceller. */
        final void cancel() {
            Pace.pause(task.isPeriodic() ? 4 : 1);
            cancelled = task.cancel(false);
        }

        /** Afterwards: the loop looks once more. */
        final void look(III_Result result) {
            perform();
            DelayedTasks delayed = executor.buffer().delayed();
            int waiting = task.isPeriodic() && !cancelled ? 1 : 0;
            result.r1 = runs;
            result.r2 = cancelled ? 1 : 0;
            result.r3 = delayed.tombstones() == 0 && delayed.count() == waiting ? 0 : 1;
            executor.shutdownNow();
        }
    }

    /** The loop takes a task out to run it. */
    @JCStressTest
    @State
    public static class CancelAgainstFire extends CancelTrial {
        public CancelAgainstFire() {
            super(ScheduledTaskStress::real, ONCE);
        }

        @Actor
        public void loop() {
            perform();
        }

        @Actor
        public void canceller() {
            cancel();
        }

        @Arbiter
        public void afterwards(III_Result result) {
            look(result);
        }
    }

    /** The loop has run a periodic task and puts it back. */
    @JCStressTest
    @State
    public static class CancelAgainstRepeat extends CancelTrial {
        public CancelAgainstRepeat() {
            super(ScheduledTaskStress::real, HOURLY);
        }

        @Actor
        public void loop() {
            perform();
        }

        @Actor
        public void canceller() {
            cancel();
        }

        @Arbiter
        public void afterwards(III_Result result) {
            look(result);
        }
    }

    /** Looks whether it is a tombstone, and says that it is out only then: one that is cancelled in between is left nowhere. */
    private static final class TaskTakenInTwoSteps extends BrokenTask {
        TaskTakenInTwoSteps(RunLoopExecutor executor, Runnable run, long period) {
            super(executor, run, period);
        }

        @Override
        boolean leaves() {
            boolean isWhole = (int) PLACE.getVolatile(this) != TOMBSTONE;
            PLACE.setVolatile(this, OUT);
            return isWhole;
        }
    }

    /** The twin of {@link CancelAgainstFire}. */
    @JCStressTest
    @State
    public static class TwinLeavesInTwoSteps extends CancelTrial {
        public TwinLeavesInTwoSteps() {
            super(TaskTakenInTwoSteps::new, ONCE);
        }

        @Actor
        public void loop() {
            perform();
        }

        @Actor
        public void canceller() {
            cancel();
        }

        @Arbiter
        public void afterwards(III_Result result) {
            look(result);
        }
    }

    /** Looks whether it is cancelled, and comes to wait only then: one that is cancelled in between waits nevertheless. */
    private static final class TaskLookingTooEarly extends BrokenTask {
        TaskLookingTooEarly(RunLoopExecutor executor, Runnable run, long period) {
            super(executor, run, period);
        }

        @Override
        boolean comesToWait() {
            if (isWaiting()) {
                return true;
            }
            if (isDone()) {
                return false;
            }
            Pace.leaveRoom();
            PLACE.setVolatile(this, WAITING);
            return true;
        }
    }

    /** The twin of {@link CancelAgainstRepeat}. */
    @JCStressTest
    @State
    public static class TwinRepeatsTooLate extends CancelTrial {
        public TwinRepeatsTooLate() {
            super(TaskLookingTooEarly::new, HOURLY);
        }

        @Actor
        public void loop() {
            perform();
        }

        @Actor
        public void canceller() {
            cancel();
        }

        @Arbiter
        public void afterwards(III_Result result) {
            look(result);
        }
    }

    /**
     * A task (1), and one that is scheduled after it and due at once (2), are handed over while the loop goes from the queue
     * to what is due: in what order they run.
     */
    @Outcome(id = "12", expect = Expect.ACCEPTABLE, desc = "as they were handed over")
    @Outcome(id = "21", expect = Expect.FORBIDDEN, desc = "the second was due, and has overtaken the first")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "one is lost, or has run twice")
    abstract static class OrderTrial {
        private final RunLoopExecutor executor = UnrunExecutor.make();
        private final ScheduledTask<?> scheduled;
        private int order; // by the loop: what has run, as the digits of a number

        private OrderTrial(Maker maker) {
            var _ = executor.handOver(real(executor, () -> {}, ONCE)); // so that the loop looks at what is due
            scheduled = maker.make(executor, () -> order = 10 * order + 2, ONCE);
        }

        /** The loop: runs what is there. */
        final void perform() {
            UnrunExecutor.perform(executor);
        }

        /** The producer. */
        final void handOver() {
            Pace.pause();
            executor.execute(() -> order = 10 * order + 1);
            var _ = executor.handOver(scheduled);
        }

        /** Afterwards, when the loop has run what is left: what has run, in order. */
        final int look() {
            for (int i = 0; i < 2 && order < 10; i++) { // what is due may come in the pass after the next
                perform();
            }
            executor.shutdownNow();
            return order;
        }
    }

    /** The protocol itself. */
    @JCStressTest
    @State
    public static class HandOverAgainstDue extends OrderTrial {
        public HandOverAgainstDue() {
            super(ScheduledTaskStress::real);
        }

        @Actor
        public void loop() {
            perform();
        }

        @Actor
        public void producer() {
            handOver();
        }

        @Arbiter
        public void afterwards(I_Result result) {
            result.r1 = look();
        }
    }

    private static final class TaskRunningAhead extends BrokenTask {
        TaskRunningAhead(RunLoopExecutor executor, Runnable run, long period) {
            super(executor, run, period);
        }

        @Override
        boolean mayRunAfter(long passed) {
            return true;
        }
    }

    /** Does not look whether everything has run that was handed over before. */
    @JCStressTest
    @State
    public static class TwinRunsAhead extends OrderTrial {
        public TwinRunsAhead() {
            super(TaskRunningAhead::new);
        }

        @Actor
        public void loop() {
            perform();
        }

        @Actor
        public void producer() {
            handOver();
        }

        @Arbiter
        public void afterwards(I_Result result) {
            result.r1 = look();
        }
    }
}
