package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.internal.Deadlines;
import dev.runloop.internal.access.ThreadsOnDemand;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run loop as a {@link ScheduledExecutorService}. Tasks run on the loop's thread, one at a time: those without a delay in
 * the order in which they were handed over, delayed ones by their dates. Stands in for a {@link
 * java.util.concurrent.ScheduledThreadPoolExecutor} with one thread.
 *
 * <p>To the loop this is one {@link dev.runloop.Source0} and, once there are delayed tasks, one timer. Tasks wait while the
 * loop runs in modes that the executor was not made for. A long queue does not starve the loop's other sources and timers:
 * they get their turn after a few thousand tasks or half a millisecond.
 *
 * <p>{@link #execute} on a busy loop costs one offer to a lock-free queue and a few reads: no allocation, no lock, no system
 * call. Actions in a thread before it hands over a task happen-before the task; those of the task happen-before what follows
 * the {@code get} of its future. Exceptions thrown by a task given to {@code execute}, or ending a periodic task, go to the
 * loop's exception handler.
 *
 * <p>An interrupt by {@code cancel(true)} or {@link #shutdownNow()} reaches only the task it is meant for. If that task has
 * run the loop again, it is interrupted when the tasks nested in it have ended. Delays are capped at 146 years. A cancelled
 * task immediately drops its reference to what it would have run. The remaining 80 bytes or so stay until its turn comes or
 * until half of all waiting entries are cancelled; up to a thousand may stay in any case.
 *
 * <p>Delayed tasks run in the order of their dates, whatever the backlog. A delayed task that becomes due while others are
 * queued runs after all tasks handed over before it was scheduled, and after one batch of the rest. So {@code execute(init);
 * schedule(use, 1, MILLISECONDS)} and {@code schedule(timeout, 10, MILLISECONDS); execute(work)} keep their order, and a
 * long queue of later tasks does not hold it up.
 *
 * <p>Waiting on the loop itself for one of its tasks, or for its end, could never succeed and throws {@link
 * IllegalStateException}; asking without waiting is fine. If the thread of a loop that the executor was put {@linkplain
 * RunLoopExecutors#on on} ends, tasks that have not run are cancelled.
 *
 * <p>After {@link #shutdown()} delayed tasks still run and periodic ones are cancelled, unless the executor was {@linkplain
 * #builder() built} with another {@link ShutdownPolicy}. Thread-safe.
 */
public final class RunLoopExecutor extends LoopExecutorService {
    private final RunLoop loop;
    private final ExecutorSettings settings;
    private final @Nullable RunLoopThread owned; // the thread to stop in the end, if it belongs to this executor
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final ExecutorViews views;
    private final TaskAdmission admission; // the executor's own, among the views
    private final Timeouts timeouts;
    private final boolean isPlain; // tasks need no admission
    private final TaskBuffer buffer; // the admission's
    private @Nullable GroupWaits groupWaits; // set before the group is published
    private int indexInGroup;

    RunLoopExecutor(RunLoop loop, ExecutorSettings settings, @Nullable RunLoopThread owned) {
        this.loop = loop;
        this.settings = settings;
        this.owned = owned;
        this.timeouts = new Timeouts(loop, settings.modes());
        this.views = new ExecutorViews(loop, settings, this, this::terminated);
        this.admission = views.own();
        this.buffer = admission.buffer();
        this.isPlain = settings.isPlain();
    }

    /** {@return a builder with all options} */
    public static RunLoopExecutorBuilder builder() {
        return new RunLoopExecutorBuilder();
    }

    /** {@return the loop that runs the tasks} Starts its thread if that has not been started yet. */
    public RunLoop loop() {
        if (owned != null) {
            ThreadsOnDemand.start(owned);
        }
        return loop;
    }

    /** The loop, without starting its thread. */
    RunLoop loopAsItIs() {
        return loop;
    }

    TaskBuffer buffer() {
        return buffer;
    }

    TaskStack stack() {
        return buffer.stack();
    }

    Thread thread() {
        return loop.thread();
    }

    ExecutorViews views() {
        return views;
    }

    /** Joins a group, before it is published. */
    void joins(GroupWaits waits, int index) {
        groupWaits = waits;
        indexInGroup = index;
    }

    List<RunLoopMode> modes() {
        return settings.modes();
    }

    DecoratedCall decoratedCall() {
        return new DecoratedCall(settings.decorator());
    }

    Timeouts timeouts() {
        return timeouts;
    }

    @Nullable
    GroupWaits groupWaits() {
        return groupWaits;
    }

    int indexInGroup() {
        return indexInGroup;
    }

    MissedRunPolicy missedRunPolicy() {
        return settings.missedRunPolicy();
    }

    /** A task that may lie in a queue has been cancelled. */
    void taskCancelled() {
        views.taskCancelled();
    }

    /** The depth of a task that begins on this thread; {@link LoopTask#NOWHERE} if this is not the loop's thread. */
    int depthHere() {
        return loop.isCurrent() ? buffer.stack().depth() : LoopTask.NOWHERE;
    }

    /**
     * {@inheritDoc}
     *
     * @throws RejectedExecutionException if the executor has been shut down, its loop has ended, or its queue is full and
     *     its {@link OverflowPolicy} rejects the task
     */
    @Override
    public void execute(Runnable task) {
        if (!isPlain) {
            admission.execute(task);
        } else if (!buffer.offer(requireNonNull(task, "task"))) {
            throw admission.rejectedAtEnd(task);
        }
    }

    /** Like {@link #execute}, for a task that other loops of the group may run first; returns what they run. */
    SharedTask executeShared(Runnable task) {
        return admission.executeShared(task);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return schedule(new RunnableCall<@Nullable Object>(requireNonNull(task, "task"), null), delay, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        requireNonNull(task, "task");
        return handOver(new ScheduledTask<>(this, task, Deadlines.nanos(delay, requireNonNull(unit, "unit")), 0));
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@link MissedRunPolicy} decides about dates that have been missed; by default each gets its run.
     */
    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        requirePositive("period", period);
        return schedulePeriodic(task, initialDelay, Deadlines.nanos(period, requireNonNull(unit, "unit")), unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        requirePositive("delay", delay);
        return schedulePeriodic(task, initialDelay, -Deadlines.nanos(delay, requireNonNull(unit, "unit")), unit);
    }

    private ScheduledFuture<?> schedulePeriodic(Runnable task, long initialDelay, long period, TimeUnit unit) {
        Callable<?> body = new RunnableCall<@Nullable Object>(requireNonNull(task, "task"), null);
        return handOver(new ScheduledTask<>(this, body, Deadlines.nanos(initialDelay, unit), period));
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is not positive: " + value);
        }
    }

    <V> ScheduledTask<V> handOver(ScheduledTask<V> task) {
        if (settings.decorator() != null) {
            task.decorate(settings.decorator());
        }
        if (task.isImmediate() ? buffer.offerImmediate(task) : buffer.offerDelayed(task)) {
            return task;
        }
        throw admission.rejectedAtEnd(task);
    }

    long deadlineAfter(long delay) {
        return loop.clock().nanoTime() + Math.max(0, delay);
    }

    @Override
    <V> CompletableFuture<V> supply(Callable<V> task) {
        return LoopFuture.of(this, task);
    }

    @Override
    <V> CompletableFuture<V> supply(Callable<V> task, Duration delay) {
        return LoopFuture.of(this, task, Deadlines.nanos(delay));
    }

    /**
     * Returns a view of this executor in other modes of the loop. Its tasks have a queue of their own and keep their order
     * among themselves. The view has the order, capacity and decorator of this executor, and shuts down and terminates with
     * it. The same modes yield the same view.
     *
     * @param modes the modes in which tasks run; the common modes if none is given
     * @return the view
     * @throws RejectedExecutionException if there is no such view yet and the executor has been shut down
     */
    public Executor inModes(RunLoopMode... modes) {
        return views.inModes(RunLoopExecutorBuilder.listOf(modes));
    }

    /**
     * Returns a view of this executor with another order, like one {@linkplain #inModes in other modes}. Where both have
     * tasks in the same pass, those of the lower order run first.
     *
     * @param order the order of the source, as in {@link dev.runloop.Source0#create(int,
     *     dev.runloop.Source0.Callbacks)}
     * @return the view
     * @throws RejectedExecutionException if there is no such view yet and the executor has been shut down
     */
    public Executor withOrder(int order) {
        return views.withOrder(order);
    }

    /**
     * {@return how many tasks have run to an end of any kind, counting each run of a periodic task} Like {@link
     * java.util.concurrent.ThreadPoolExecutor#getCompletedTaskCount()}, an approximation while tasks run.
     */
    public long completedTaskCount() {
        return views.completedCount();
    }

    /** {@return how many tasks wait to run now; an approximation while other threads hand tasks over} */
    public int queuedTaskCount() {
        return views.queuedCount();
    }

    /** {@return how many delayed and periodic tasks wait for their dates} */
    public int delayedTaskCount() {
        return buffer.delayedCount();
    }

    /** {@return whether a task is running; an approximation, except on the loop} */
    public boolean isRunningTask() {
        return views.isRunning();
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return new LoopTask<>(this, callable);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        return new LoopTask<>(this, new RunnableCall<>(runnable, value));
    }

    @Override
    void requireOtherThread(String operation) {
        if (loop.isCurrent()) {
            throw new IllegalStateException(operation + " on the executor's own loop would wait for itself: " + this);
        }
    }

    @Override
    void requireAnswer(String operation) {
        requireOtherThread(operation);
    }

    @Override
    public void shutdown() {
        views.shutdown();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Tasks without a delay come first, in the order in which they were handed over, then delayed ones by their dates,
     * then those of views. Cancelled tasks are left out. Every task that was accepted has either run or is returned here,
     * never both.
     */
    @Override
    public List<Runnable> shutdownNow() {
        return ExecutorViews.stop(List.of(views));
    }

    private void terminated() {
        terminated.countDown();
        timeouts.over();
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

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException on the executor's own loop, unless it has terminated or the timeout is zero
     */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        requireNonNull(unit, "unit");
        if (timeout > 0 && !isTerminated()) {
            requireOtherThread("awaitTermination()");
        }
        return terminated.await(timeout, unit);
    }

    /**
     * Shuts down and waits until all tasks have ended, and also the thread if it belongs to this executor. An interrupt of
     * the calling thread stops the tasks like {@link #shutdownNow()}, and is restored afterwards.
     *
     * @throws IllegalStateException on the executor's own loop, unless there is nothing to wait for
     */
    @Override
    public void close() {
        if (loop.isCurrent()) {
            closeHere();
            return;
        }
        super.close();
        if (owned != null) {
            owned.close();
        }
    }

    private void closeHere() {
        if (!isTerminated() && !views.isIdle()) {
            requireOtherThread("close()");
        }
        shutdown();
        if (!isTerminated()) { // a task has come in between; the executor ends when it has run
            requireOtherThread("close()");
        }
    }

    /** {@return the name of the loop's thread, the state, and the number of tasks of each kind} */
    @Override
    public String toString() {
        String state = isTerminated() ? "Terminated" : isShutdown() ? "Shutting down" : "Running";
        return "RunLoopExecutor(" + loop.thread().getName() + ")[" + state + ", queued tasks = " + queuedTaskCount()
                + ", delayed tasks = " + delayedTaskCount() + ", completed tasks = " + completedTaskCount() + "]";
    }
}
