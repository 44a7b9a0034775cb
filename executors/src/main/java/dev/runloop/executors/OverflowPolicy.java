package dev.runloop.executors;

/**
 * What an executor with a {@linkplain RunLoopExecutorBuilder#capacity bounded queue} does with a task when the queue is full.
 * No policy drops a task silently. Once the executor has been shut down, all of them reject every task with a {@link
 * java.util.concurrent.RejectedExecutionException}, where those of {@code ThreadPoolExecutor}, except the first, drop it.
 */
public enum OverflowPolicy {
    /**
     * Rejects the task with a {@link java.util.concurrent.RejectedExecutionException}, like {@link
     * java.util.concurrent.ThreadPoolExecutor.AbortPolicy}.
     */
    ABORT,

    /**
     * Runs the task on the calling thread, like {@link java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy}. This slows
     * producers down, at the price that not all tasks run on the loop. On the loop itself the task runs nested in the one
     * that hands it over, each with its own interrupts.
     */
    CALLER_RUNS,

    /**
     * Discards the task, like {@link java.util.concurrent.ThreadPoolExecutor.DiscardPolicy}: if it is a future, cancels it,
     * and calls the {@linkplain RunLoopExecutorBuilder#onDiscard hook}.
     */
    DISCARD,

    /**
     * Discards the task that has waited longest instead, as in {@link #DISCARD}. A task that is about to run does not count
     * as waiting. Like {@link java.util.concurrent.ThreadPoolExecutor.DiscardOldestPolicy}.
     */
    DISCARD_OLDEST,

    /**
     * Makes the calling thread wait for room. The task is rejected with a {@link
     * java.util.concurrent.RejectedExecutionException} if the thread is interrupted, which leaves its interrupt status set,
     * if the executor is shut down meanwhile, and at once on the executor's own loop, which would wait for itself.
     */
    BLOCK
}
