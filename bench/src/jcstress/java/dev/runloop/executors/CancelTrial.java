package dev.runloop.executors;

import dev.runloop.bench.stress.Pace;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A delayed task whose date has come, on a loop that takes it out to run it, or puts it back for its next run, while
 * somebody cancels it. A task that is cancelled where it waits leaves a tombstone, of which somebody has to count that it has
 * come and somebody that it has gone: else the executor would look for it for ever.
 */
public abstract class CancelTrial {
    private static final long LONG = TimeUnit.HOURS.toNanos(1);

    private final RunLoopExecutor executor = UnrunExecutor.make();
    private final ScheduledTask<?> task;
    private int runs; // by the loop
    private boolean cancelled; // by the canceller

    /** What is tried. */
    protected enum Tasks {
        /** The delayed tasks of executors. */
        REAL {
            @Override
            ScheduledTask<?> task(RunLoopExecutor executor, Runnable run, long period) {
                return new ScheduledTask<>(executor, new RunnableCall<>(run, ""), 1, period);
            }
        },
        /** Tasks that are taken out in two steps. */
        TAKEN_IN_TWO_STEPS {
            @Override
            ScheduledTask<?> task(RunLoopExecutor executor, Runnable run, long period) {
                return new TaskTakenInTwoSteps(executor, run, period);
            }
        },
        /** Tasks that look whether they are cancelled before they come to wait. */
        LOOKING_TOO_EARLY {
            @Override
            ScheduledTask<?> task(RunLoopExecutor executor, Runnable run, long period) {
                return new TaskLookingTooEarly(executor, run, period);
            }
        };

        abstract ScheduledTask<?> task(RunLoopExecutor executor, Runnable run, long period);
    }

    /**
     * A task that has been handed over, and whose date has come.
     *
     * @param tasks of what kind
     * @param isPeriodic whether it is to come again, an hour later
     */
    protected CancelTrial(Tasks tasks, boolean isPeriodic) {
        task = executor.handOver(tasks.task(executor, () -> runs++, isPeriodic ? LONG : 0));
    }

    /** The loop: runs what is due. */
    protected final void perform() {
        UnrunExecutor.perform(executor);
    }

    /** The canceller. */
    protected final void cancel() {
        Pace.pause(task.isPeriodic() ? 4 : 1);
        cancelled = task.cancel(false);
    }

    /**
     * Afterwards: the loop looks once more.
     *
     * @param result whether it has run, whether it was cancelled, and whether anything is left of it
     */
    protected final void look(III_Result result) {
        perform();
        DelayedTasks delayed = executor.buffer().delayed();
        result.r1 = runs;
        result.r2 = cancelled ? 1 : 0;
        result.r3 = delayed.tombstones() == 0 && delayed.count() == (cancelled ? 0 : waiting()) ? 0 : 1;
        executor.shutdownNow();
    }

    private int waiting() {
        return task.isPeriodic() ? 1 : 0;
    }
}
