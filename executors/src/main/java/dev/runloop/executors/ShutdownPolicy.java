package dev.runloop.executors;

import java.util.concurrent.TimeUnit;

/**
 * What becomes of an executor's scheduled tasks when it is {@linkplain RunLoopExecutor#shutdown() shut down}. Tasks
 * without a delay, and those whose date has come, run in any case; {@link RunLoopExecutor#shutdownNow()} hands all
 * back.
 *
 * <p>Immutable. Corresponds to {@code setExecuteExistingDelayedTasksAfterShutdownPolicy} and
 * {@code setContinueExistingPeriodicTasksAfterShutdownPolicy} of
 * {@link java.util.concurrent.ScheduledThreadPoolExecutor}.
 *
 * @param runsDelayedTasks whether tasks that run once still wait for their dates; else they are cancelled
 * @param continuesPeriodicTasks whether periodic tasks go on, so that the executor terminates only when the last of
 *     them has been cancelled; else they are cancelled
 */
public record ShutdownPolicy(boolean runsDelayedTasks, boolean continuesPeriodicTasks) {

    /** Delayed tasks run, periodic ones are cancelled: as {@code ScheduledThreadPoolExecutor} has it by default. */
    public static final ShutdownPolicy DEFAULT = new ShutdownPolicy(true, false);

    /** Whether a task goes on waiting after a shutdown. */
    boolean lets(ScheduledTask<?> task) {
        return task.isPeriodic()
                ? continuesPeriodicTasks
                : runsDelayedTasks || task.getDelay(TimeUnit.NANOSECONDS) <= 0;
    }
}
