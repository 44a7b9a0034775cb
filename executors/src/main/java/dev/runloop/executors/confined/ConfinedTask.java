package dev.runloop.executors.confined;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The future of a task with a confined thread. Waiting for it on the thread that carries that one is an error. */
final class ConfinedTask<V> extends FutureTask<V> {
    private final ConfinedExecutor executor;

    ConfinedTask(ConfinedExecutor executor, Callable<V> callable) {
        super(callable);
        this.executor = executor;
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
        if (!isDone()) {
            executor.requireOtherThread("get()");
        }
        return super.get();
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (timeout > 0 && !isDone()) {
            executor.requireOtherThread("get()");
        }
        return super.get(timeout, unit);
    }
}
