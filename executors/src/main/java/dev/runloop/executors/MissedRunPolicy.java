package dev.runloop.executors;

/**
 * What {@link RunLoopExecutor#scheduleAtFixedRate} does about dates that have passed while the loop was busy, was in
 * other modes, or slept with its machine. {@link RunLoopExecutor#scheduleWithFixedDelay} never has any.
 */
public enum MissedRunPolicy {
    /**
     * Each date gets its run, one straight after another until they have caught up: what
     * {@link java.util.concurrent.ScheduledThreadPoolExecutor} does. After an hour's sleep a task of every second runs
     * 3,600 times in a burst.
     */
    CATCH_UP,

    /** A run stands for all dates that have come when it begins; the next is at the first date after that. No burst. */
    COALESCE
}
