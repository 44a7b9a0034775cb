package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What one loop and a group of loops share: completable futures, and no waiting on a loop for its own tasks. */
abstract class LoopExecutorService extends AbstractExecutorService implements ScheduledExecutorService {

    /** Throws on a loop that would wait for itself in this operation. */
    abstract void requireOtherThread(String operation);

    /** Throws on a loop that is the only one able to run what this operation waits for. */
    abstract void requireAnswer(String operation);

    abstract <V> CompletableFuture<V> supply(Callable<V> task);

    abstract <V> CompletableFuture<V> supply(Callable<V> task, Duration delay);

    /**
     * Runs a task and returns a future of its result.
     *
     * <p>Dependents of the future, and of any stage derived from it, run on the loop that ran the task unless they name an
     * executor. That includes the methods without {@code Async} in their names, and futures that are already complete. Each
     * runs as a task of its own, which is accepted even if the queue is full, and through the {@linkplain
     * RunLoopExecutorBuilder#decorator decorator}. Dependents also run after a shutdown and are not returned by {@code
     * shutdownNow}: once the executor has been stopped or has terminated, they run on the loop as long as its thread lives,
     * and then on the thread that completes the future. So none is lost.
     *
     * <p>Cancelling the future cancels the task; completing it otherwise keeps a task that has not begun from running.
     * Timeouts ({@link CompletableFuture#orTimeout orTimeout}, {@code completeOnTimeout}) follow the clock of the loop, or
     * the system clock once the executor has terminated; they do not delay termination. Waiting for the future on the loop
     * throws {@link IllegalStateException}. An exception thrown by the task completes the future as it is.
     *
     * @param task the task
     * @param <V> the type of the result
     * @return the future
     * @throws RejectedExecutionException like {@link #execute}
     */
    public <V> CompletableFuture<V> supplyAsync(Callable<V> task) {
        return supply(requireNonNull(task, "task"));
    }

    /**
     * Runs a task after a delay, otherwise like {@link #supplyAsync(Callable)}.
     *
     * @param task the task
     * @param delay how long from now; zero if negative
     * @param <V> the type of the result
     * @return the future
     * @throws RejectedExecutionException if the executor has been shut down or its loop has ended
     */
    public <V> CompletableFuture<V> supplyAsync(Callable<V> task, Duration delay) {
        return supply(requireNonNull(task, "task"), requireNonNull(delay, "delay"));
    }

    /**
     * Runs a task without a result, otherwise like {@link #supplyAsync(Callable)}.
     *
     * @param task the task
     * @return a future that completes with null
     * @throws RejectedExecutionException like {@link #execute}
     */
    public CompletableFuture<@Nullable Void> runAsync(Runnable task) {
        return supply(new RunnableCall<@Nullable Void>(requireNonNull(task, "task"), null));
    }

    /**
     * Runs a task without a result after a delay, otherwise like {@link #supplyAsync(Callable)}.
     *
     * @param task the task
     * @param delay how long from now; zero if negative
     * @return a future that completes with null
     * @throws RejectedExecutionException if the executor has been shut down or its loop has ended
     */
    public CompletableFuture<@Nullable Void> runAsync(Runnable task, Duration delay) {
        return supply(
                new RunnableCall<@Nullable Void>(requireNonNull(task, "task"), null), requireNonNull(delay, "delay"));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException on a loop that is the only one able to run the tasks
     */
    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        requireAnswer("invokeAll()", tasks);
        return super.invokeAll(tasks);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException on a loop that is the only one able to run the tasks
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
     * @throws IllegalStateException on a loop that is the only one able to run the tasks
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        requireAnswer("invokeAny()", tasks);
        return super.invokeAny(tasks);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException on a loop that is the only one able to run the tasks
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        requireAnswer("invokeAny()", tasks);
        return super.invokeAny(tasks, timeout, unit);
    }

    private void requireAnswer(String operation, Collection<?> tasks) {
        if (!requireNonNull(tasks, "tasks").isEmpty()) { // without tasks there is nothing to wait for
            requireAnswer(operation);
        }
    }
}
