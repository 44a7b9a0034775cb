package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A run loop as a {@link ScheduledExecutorService}: its tasks run on the loop's thread, one at a time, those without a
 * delay in the order in which they were handed over, delayed ones by their dates.
 *
 * <p>To the loop this is a {@link dev.runloop.Source0} with a command buffer and, once there are delayed tasks, one
 * timer. In modes that the executor was not made for, its tasks wait. A long row of tasks does not keep the loop from
 * its other sources and timers: these get their turn after some thousand tasks or half a millisecond.
 *
 * <p>Handing a task over to a busy loop costs one offer to a lock-free queue and a few reads: no allocation, no lock,
 * no system call. Actions in a thread before it hands over a task happen-before the task. Tasks see no interrupt that
 * was meant for another. What a task given to {@link #execute} throws is told to the loop's exception handler, as is
 * the exception that ends a periodic task.
 *
 * <p>Waiting on the loop itself for one of its tasks, or for its end, could never succeed, and is an
 * {@link IllegalStateException}. When the thread of a loop that the executor was put {@linkplain RunLoopExecutors#on
 * on} ends, tasks that have not run are cancelled.
 *
 * <p>After {@link #shutdown()} delayed tasks still run and periodic ones are cancelled, as is the default of
 * {@link java.util.concurrent.ScheduledThreadPoolExecutor}. Thread-safe.
 */
public final class RunLoopExecutor extends AbstractExecutorService implements ScheduledExecutorService {
    private final RunLoop loop;
    private final @Nullable RunLoopThread owned; // the thread to stop in the end, if it is this executor's
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final TaskBuffer buffer;

    RunLoopExecutor(RunLoop loop, List<RunLoopMode> modes, @Nullable RunLoopThread owned) {
        this.loop = loop;
        this.owned = owned;
        this.buffer = new TaskBuffer(loop, modes, this::terminated);
    }

    /** {@return the loop whose thread runs the tasks} */
    public RunLoop loop() {
        return loop;
    }

    TaskBuffer buffer() {
        return buffer;
    }

    /**
     * {@inheritDoc}
     *
     * @throws RejectedExecutionException if the executor has been shut down, or its loop has ended
     */
    @Override
    public void execute(Runnable task) {
        if (!buffer.offer(requireNonNull(task, "task"))) {
            throw rejected(task);
        }
    }

    private RejectedExecutionException rejected(Runnable task) {
        return new RejectedExecutionException("task " + task + " rejected by " + this);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return schedule(Executors.callable(requireNonNull(task, "task")), delay, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        requireNonNull(task, "task");
        return handOver(new ScheduledTask<>(this, task, nanos(delay, unit), 0));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        requirePositive("period", period);
        return schedulePeriodic(task, initialDelay, nanos(period, unit), unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        requirePositive("delay", delay);
        return schedulePeriodic(task, initialDelay, -nanos(delay, unit), unit);
    }

    private ScheduledFuture<?> schedulePeriodic(Runnable task, long initialDelay, long period, TimeUnit unit) {
        Callable<?> body = Executors.callable(requireNonNull(task, "task"));
        return handOver(new ScheduledTask<>(this, body, nanos(initialDelay, unit), period));
    }

    private <V> ScheduledTask<V> handOver(ScheduledTask<V> task) {
        if (task.isImmediate() ? buffer.offer(task) : buffer.offerDelayed(task)) {
            return task;
        }
        throw rejected(task);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is not positive: " + value);
        }
    }

    /** In nanoseconds, cut to 146 years so that deadlines can be compared by subtraction. */
    private static long nanos(long time, TimeUnit unit) {
        return Math.min(requireNonNull(unit, "unit").toNanos(time), Long.MAX_VALUE >> 1);
    }

    long deadlineAfter(long delay) {
        return loop.clock().nanoTime() + Math.max(0, delay);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return new LoopTask<>(this, callable);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        return new LoopTask<>(this, Executors.callable(runnable, value));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException on the executor's own loop
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        requireOtherThread("invokeAny()");
        return super.invokeAny(tasks);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException on the executor's own loop
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        requireOtherThread("invokeAny()");
        return super.invokeAny(tasks, timeout, unit);
    }

    void requireOtherThread(String operation) {
        if (loop.isCurrent()) {
            throw new IllegalStateException(operation + " on the executor's own loop would wait for itself: " + this);
        }
    }

    @Override
    public void shutdown() {
        buffer.shut();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Those without a delay come first, in the order in which they were handed over, then those with one by their
     * dates. Cancelled ones are left out.
     */
    @Override
    public List<Runnable> shutdownNow() {
        return buffer.stop();
    }

    private void terminated() {
        terminated.countDown();
        if (owned != null) {
            owned.stop();
        }
    }

    @Override
    public boolean isShutdown() {
        return !buffer.isOpen();
    }

    @Override
    public boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return terminated.await(timeout, requireNonNull(unit, "unit"));
    }

    /**
     * Shuts down and waits until all tasks have ended, and the thread if it is this executor's. If the calling thread
     * is interrupted, the tasks are stopped as by {@link #shutdownNow()}, and the interrupt is seen again afterwards.
     *
     * @throws IllegalStateException on the executor's own loop
     */
    @Override
    public void close() {
        requireOtherThread("close()");
        ScheduledExecutorService.super.close();
        if (owned != null) {
            owned.close();
        }
    }

    @Override
    public String toString() {
        String state = isTerminated() ? "terminated" : isShutdown() ? "shutting down" : "running";
        return "RunLoopExecutor[" + state + ", " + loop + "]";
    }
}
