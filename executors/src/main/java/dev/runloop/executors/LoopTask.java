package dev.runloop.executors;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The future of a task of a loop. Waiting for it on that loop, where it would never come to run, is an error. */
class LoopTask<V> extends FutureTask<V> {
    private final RunLoopExecutor executor;

    LoopTask(RunLoopExecutor executor, Callable<V> callable) {
        super(callable);
        this.executor = executor;
    }

    RunLoopExecutor executor() {
        return executor;
    }

    /**
     * As {@link FutureTask#get()}.
     *
     * @throws IllegalStateException on the executor's own loop, unless the task is done
     */
    @Override
    public V get() throws InterruptedException, ExecutionException {
        if (!isDone()) {
            executor.requireOtherThread("get()");
        }
        return super.get();
    }
}
