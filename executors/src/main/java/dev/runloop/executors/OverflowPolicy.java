package dev.runloop.executors;

/**
 * What an executor with a {@linkplain RunLoopExecutorBuilder#capacity bounded queue} does with a task for which there
 * is no room. None of them drops a task silently. Once an executor is shut down, all of them reject every task with a
 * {@link java.util.concurrent.RejectedExecutionException}; the policies of {@code ThreadPoolExecutor}, but for the first,
 * drop it then.
 */
public enum OverflowPolicy {
    /**
     * The task is rejected with a {@link java.util.concurrent.RejectedExecutionException}. As
     * {@link java.util.concurrent.ThreadPoolExecutor.AbortPolicy}.
     */
    ABORT,

    /**
     * The thread that hands the task over runs it itself, now. As
     * {@link java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy}: it slows producers down, and gives up that all
     * tasks run on the loop. On the loop itself the task runs inside the one that hands it over, each with its own
     * interrupts.
     */
    CALLER_RUNS,

    /**
     * The task is not run: if it is a future it is cancelled, and the
     * {@linkplain RunLoopExecutorBuilder#onDiscard hook} is told. As
     * {@link java.util.concurrent.ThreadPoolExecutor.DiscardPolicy}.
     */
    DISCARD,

    /**
     * The task that has waited for the longest time is discarded in its place, as by {@link #DISCARD}; one that is about
     * to run does not count as waiting. As
     * {@link java.util.concurrent.ThreadPoolExecutor.DiscardOldestPolicy}.
     */
    DISCARD_OLDEST,

    /**
     * The thread that hands the task over waits for room. If it is interrupted, the task is rejected with a
     * {@link java.util.concurrent.RejectedExecutionException} and the interrupt is still to be seen; so it is if the
     * executor is shut down meanwhile, and at once on the executor's own loop, which would wait for itself.
     */
    BLOCK
}
