package dev.runloop.executors;

import dev.runloop.UnrunLoop;

/** Executors on loops that no thread runs, for trials in which another plays the part of the loop's thread. */
public final class UnrunExecutor {
    private UnrunExecutor() {}

    /** {@return one} */
    public static RunLoopExecutor make() {
        return RunLoopExecutors.on(UnrunLoop.make());
    }

    /**
     * Does what the loop does when it performs the source of an executor: runs its tasks.
     *
     * @param executor the executor
     */
    public static void perform(RunLoopExecutor executor) {
        executor.buffer().source.perform();
    }
}
