package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What one loop and a group of them have in common: nobody waits on a loop for tasks that it is to run itself. */
abstract class LoopExecutorService extends AbstractExecutorService implements ScheduledExecutorService {

    /** Fails on a loop that would wait for itself by this operation. */
    abstract void requireOtherThread(String operation);

    /** Fails on a loop that is the only one which could run what this operation waits for. */
    abstract void requireAnswer(String operation);

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException on a loop that is the only one which could run the tasks
     */
    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        requireAnswer("invokeAll()", tasks);
        return super.invokeAll(tasks);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException on a loop that is the only one which could run the tasks
     */
    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        requireAnswer("invokeAll()", tasks);
        return super.invokeAll(tasks, timeout, unit);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException on a loop that is the only one which could run the tasks
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        requireAnswer("invokeAny()", tasks);
        return super.invokeAny(tasks);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException on a loop that is the only one which could run the tasks
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        requireAnswer("invokeAny()", tasks);
        return super.invokeAny(tasks, timeout, unit);
    }

    private void requireAnswer(String operation, Collection<?> tasks) {
        if (!requireNonNull(tasks, "tasks").isEmpty()) { // nothing is waited for in vain
            requireAnswer(operation);
        }
    }
}
