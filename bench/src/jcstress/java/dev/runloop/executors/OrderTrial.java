package dev.runloop.executors;

import dev.runloop.bench.stress.Pace;

/** A task, and one that is scheduled after it and due at once, handed over while the loop goes from the queue to what is due. */
public abstract class OrderTrial {
    private final RunLoopExecutor executor = UnrunExecutor.make();
    private final ScheduledTask<?> scheduled;
    private int order; // by the loop: what has run, as the digits of a number

    /** What is tried. */
    protected enum Tasks {
        /** The delayed tasks of executors. */
        REAL {
            @Override
            ScheduledTask<?> task(RunLoopExecutor executor, Runnable run) {
                return new ScheduledTask<>(executor, new RunnableCall<>(run, ""), 1, 0);
            }
        },
        /** Tasks that do not look at what was handed over before them. */
        RUNNING_AHEAD {
            @Override
            ScheduledTask<?> task(RunLoopExecutor executor, Runnable run) {
                return new TaskRunningAhead(executor, run);
            }
        };

        abstract ScheduledTask<?> task(RunLoopExecutor executor, Runnable run);
    }

    /**
     * An executor with something that waits for its date.
     *
     * @param tasks of what kind
     */
    protected OrderTrial(Tasks tasks) {
        var _ = executor.handOver(Tasks.REAL.task(executor, () -> {})); // so that the loop looks at what is due
        scheduled = tasks.task(executor, () -> order = 10 * order + 2);
    }

    /** The loop: runs what is there. */
    protected final void perform() {
        UnrunExecutor.perform(executor);
    }

    /** The producer. */
    protected final void handOver() {
        Pace.pause();
        executor.execute(() -> order = 10 * order + 1);
        var _ = executor.handOver(scheduled);
    }

    /** Afterwards: the loop runs what is left; answers what has run, in order. */
    protected final int look() {
        for (int i = 0; i < 2 && order < 10; i++) { // what is due may come in the pass after the next
            perform();
        }
        executor.shutdownNow();
        return order;
    }
}
