package dev.runloop.executors;

/** Does not look whether everything has run that was handed over before it. */
final class TaskRunningAhead extends ScheduledTask<String> {
    TaskRunningAhead(RunLoopExecutor executor, Runnable run) {
        super(executor, new RunnableCall<>(run, ""), 1, 0);
    }

    @Override
    boolean mayRunAfter(long passed) {
        return true;
    }
}
