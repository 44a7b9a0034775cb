package dev.runloop.executors;

import java.util.concurrent.TimeUnit;

/**
 * What happens to an executor's scheduled tasks when it is {@linkplain RunLoopExecutor#shutdown() shut down}. Tasks without a
 * delay and tasks that are due run in any case; {@link RunLoopExecutor#shutdownNow()} returns all of them.
 *
 * <p>Immutable. Corresponds to {@code setExecuteExistingDelayedTasksAfterShutdownPolicy} and
 * {@code setContinueExistingPeriodicTasksAfterShutdownPolicy} of
 * {@link java.util.concurrent.ScheduledThreadPoolExecutor}.
 *
 * @param runsDelayedTasks whether one-shot tasks still wait for their dates; otherwise they are cancelled
 * @param continuesPeriodicTasks whether periodic tasks go on, so that the executor terminates only when the last of them has
 *     been cancelled; otherwise they are cancelled
 */
public record ShutdownPolicy(boolean runsDelayedTasks, boolean continuesPeriodicTasks) {

    /** Delayed tasks run, periodic ones are cancelled: the default of {@code ScheduledThreadPoolExecutor}. */
    public static final ShutdownPolicy DEFAULT = new ShutdownPolicy(true, false);

    /** Whether a task may go on waiting after a shutdown. */
    boolean lets(ScheduledTask<?> task) {
        return task.isPeriodic()
                ? continuesPeriodicTasks
                : runsDelayedTasks || task.getDelay(TimeUnit.NANOSECONDS) <= 0;
    }
}
