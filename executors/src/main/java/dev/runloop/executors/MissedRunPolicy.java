package dev.runloop.executors;

/**
 * What {@link RunLoopExecutor#scheduleAtFixedRate} does about dates that were missed while the loop was busy, ran in other
 * modes, or slept with the machine. {@link RunLoopExecutor#scheduleWithFixedDelay} never misses any.
 */
public enum MissedRunPolicy {
    /**
     * Every date gets its run, one right after another until the task has caught up, as in {@link
     * java.util.concurrent.ScheduledThreadPoolExecutor}. After an hour's sleep a task with a period of one second runs 3,600
     * times in a burst.
     */
    CATCH_UP,

    /** One run makes up for all dates missed so far; the next run is on the first date after that. No burst. */
    COALESCE
}
