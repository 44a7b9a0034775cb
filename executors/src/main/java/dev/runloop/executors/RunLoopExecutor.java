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
 * A run loop as a {@link ScheduledExecutorService}: its tasks run on the loop's thread, one at a time, those without a
 * delay in the order in which they were handed over, delayed ones by their dates.
 *
 * <p>To the loop this is a {@link dev.runloop.Source0} with a command buffer and, once there are delayed tasks, one
 * timer. In modes that the executor was not made for, its tasks wait. A long row of tasks does not keep the loop from
 * its other sources and timers: these get their turn after some thousand tasks, or half a millisecond and the task that
 * runs then.
 *
 * <p>Handing a task over to a busy loop costs one offer to a lock-free queue and a few reads: no allocation, no lock,
 * no system call. Actions in a thread before it hands over a task happen-before the task, and those of the task
 * happen-before what follows on the {@code get} of its future. What a task given to {@link #execute} throws is told to
 * the loop's exception handler, as is the exception that ends a periodic task.
 *
 * <p>A task sees no interrupt that was meant for another: {@code cancel(true)} and {@link #shutdownNow()} interrupt a
 * task that has run the loop again only when the tasks that run inside it have ended. Delays go up to 146 years, and
 * longer ones are that long. What a cancelled task would have run is let go of at once. The rest of it, some 80 bytes,
 * keeps its place until it is its turn, or until such rests are half of what waits; a thousand of them may stay in any case.
 *
 * <p>Delayed tasks run in the order of their dates, at any backlog. One that becomes due while tasks without a delay are
 * queued runs after all that were handed over before it was scheduled, and after one batch of the others: so {@code
 * execute(init); schedule(use, 1, MILLISECONDS)} and {@code schedule(timeout, 10, MILLISECONDS); execute(work)} keep their
 * order, and a long row of tasks that came later does not hold it up.
 *
 * <p>Waiting on the loop itself for one of its tasks, or for its end, could never succeed, and is an
 * {@link IllegalStateException}; to ask without waiting is allowed. When the thread of a loop that the executor was put
 * {@linkplain RunLoopExecutors#on on} ends, tasks that have not run are cancelled.
 *
 * <p>After {@link #shutdown()} delayed tasks still run and periodic ones are cancelled, unless the executor was
 * {@linkplain #builder() built} with another {@link ShutdownPolicy}. Thread-safe. Stands in for
 * {@link java.util.concurrent.ScheduledThreadPoolExecutor} with one thread.
 */
public final class RunLoopExecutor extends LoopExecutorService {
    private final RunLoop loop;
    private final MissedRunPolicy missedRunPolicy;
    private final ExecutorSettings settings;
    private final @Nullable RunLoopThread owned; // the thread to stop in the end, if it is this executor's
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final ExecutorViews views;
    private final TaskAdmission admission; // its own, of these
    private final Timeouts timeouts;
    private final boolean isPlain; // so that admission has nothing to do for a task
    private final TaskBuffer buffer; // that of admission
    private @Nullable GroupWaits groupWaits; // of the group, before it is handed to anybody
    private int indexInGroup;

    RunLoopExecutor(RunLoop loop, ExecutorSettings settings, @Nullable RunLoopThread owned) {
        this.loop = loop;
        this.missedRunPolicy = settings.missedRunPolicy();
        this.settings = settings;
        this.owned = owned;
        this.timeouts = new Timeouts(loop, settings.modes());
        this.views = new ExecutorViews(loop, settings, this, this::terminated);
        this.admission = views.own();
        this.buffer = admission.buffer();
        this.isPlain = settings.isPlain();
    }

    /** {@return a builder of executors, for all that can be chosen} */
    public static RunLoopExecutorBuilder builder() {
        return new RunLoopExecutorBuilder();
    }

    /** {@return the loop whose thread runs the tasks} If the thread has not been started yet, it is now. */
    public RunLoop loop() {
        if (owned != null) {
            ThreadsOnDemand.start(owned);
        }
        return loop;
    }

    /** The loop, whose thread may not have been started. */
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

    /** Becomes one of a group, as long as nobody knows it. */
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
        return missedRunPolicy;
    }

    /** One of its tasks has been cancelled, and may lie in a queue. */
    void taskCancelled() {
        views.taskCancelled();
    }

    /** At what depth a task runs that is begun here; {@link LoopTask#NOWHERE} if not as a task of the loop. */
    int depthHere() {
        return loop.isCurrent() ? buffer.stack().depth() : LoopTask.NOWHERE;
    }

    /**
     * {@inheritDoc}
     *
     * @throws RejectedExecutionException if the executor has been shut down, or its loop has ended, or it is bounded
     *     and its {@link OverflowPolicy} says so
     */
    @Override
    public void execute(Runnable task) {
        if (!isPlain) {
            admission.execute(task);
        } else if (!buffer.offer(requireNonNull(task, "task"))) {
            throw admission.rejectedAtEnd(task);
        }
    }

    /** As {@link #execute}, for a task that other loops of the group may come to first; answers what they run. */
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
     * <p>What becomes of dates that have passed is a matter of {@link MissedRunPolicy}; by default each gets its run.
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

    /**
     * Runs a task, and hands its result on.
     *
     * <p>What depends on the future, or on a stage or future derived from it, runs on the loop unless it names an executor:
     * also what is given to methods without {@code Async} in their names, and when the future is complete already. It runs
     * there as a task of its own, for which there is always room, and as the {@linkplain RunLoopExecutorBuilder#decorator
     * decorator} has it. It does so after a shutdown too, and is not handed back by {@link #shutdownNow()}: once the
     * executor is stopped or has terminated, dependents run on the loop as long as its thread lives, and then on the
     * thread that completes the future. So none is lost, however the end comes.
     *
     * <p>To cancel the future is to cancel the task, and to complete it in another way keeps the task from running if it
     * has not begun. Time-outs ({@link CompletableFuture#orTimeout orTimeout}, {@code completeOnTimeout}) go by the clock
     * of the loop, and by the machine's once the executor has terminated; they do not keep it from that. Waiting for the
     * future on the loop is an {@link IllegalStateException}. An exception of the task is that of the future, as it is.
     *
     * @param task what to run
     * @param <V> the type of the result
     * @return its result
     * @throws RejectedExecutionException as {@link #execute}
     */
    public <V> CompletableFuture<V> supplyAsync(Callable<V> task) {
        return LoopFuture.of(this, requireNonNull(task, "task"));
    }

    /**
     * Runs a task after a delay, and hands its result on as {@link #supplyAsync(Callable)} does.
     *
     * @param task what to run
     * @param delay how long from now; none if it is negative
     * @param <V> the type of the result
     * @return its result
     * @throws RejectedExecutionException if the executor has been shut down, or its loop has ended
     */
    public <V> CompletableFuture<V> supplyAsync(Callable<V> task, Duration delay) {
        requireNonNull(task, "task");
        return LoopFuture.of(this, task, Deadlines.nanos(delay));
    }

    /**
     * Runs a task, and tells of its end as {@link #supplyAsync(Callable)} does.
     *
     * @param task what to run
     * @return its end, with null
     * @throws RejectedExecutionException as {@link #execute}
     */
    public CompletableFuture<@Nullable Void> runAsync(Runnable task) {
        return LoopFuture.of(this, new RunnableCall<@Nullable Void>(requireNonNull(task, "task"), null));
    }

    /**
     * Runs a task after a delay, and tells of its end as {@link #supplyAsync(Callable)} does.
     *
     * @param task what to run
     * @param delay how long from now; none if it is negative
     * @return its end, with null
     * @throws RejectedExecutionException if the executor has been shut down, or its loop has ended
     */
    public CompletableFuture<@Nullable Void> runAsync(Runnable task, Duration delay) {
        Callable<@Nullable Void> body = new RunnableCall<>(requireNonNull(task, "task"), null);
        return LoopFuture.of(this, body, Deadlines.nanos(delay));
    }

    /**
     * {@return this executor in other modes of the loop} Its tasks have a queue of their own, and keep their order
     * among themselves. It has the order, the bound and the decorator of this one, and is shut down and terminates with
     * it. The same modes give the same view.
     *
     * @param modes those in which tasks run; the common modes if none is given
     * @throws RejectedExecutionException if there is no such view yet, and the executor has been shut down
     */
    public Executor inModes(RunLoopMode... modes) {
        return views.inModes(RunLoopExecutorBuilder.listOf(modes));
    }

    /**
     * {@return this executor with another order, so that its tasks come before or after those of this one} It is as
     * {@linkplain #inModes a view in other modes} otherwise. Where both have tasks in the same pass, those of the lower
     * order come first.
     *
     * @param order the order of the source, as in {@link dev.runloop.Source0#create(int,
     *     dev.runloop.Source0.Callbacks)}
     * @throws RejectedExecutionException if there is no such view yet, and the executor has been shut down
     */
    public Executor withOrder(int order) {
        return views.withOrder(order);
    }

    /**
     * {@return how many tasks have been run, with whatever end; each run of a periodic task counts} As
     * {@link java.util.concurrent.ThreadPoolExecutor#getCompletedTaskCount()}, an approximation while tasks run.
     */
    public long completedTaskCount() {
        return views.completedCount();
    }

    /** {@return how many tasks are waiting that are to run now; an approximation while others hand tasks over} */
    public int queuedTaskCount() {
        return views.queuedCount();
    }

    /** {@return how many delayed and periodic tasks are waiting for their dates} */
    public int delayedTaskCount() {
        return buffer.delayedCount();
    }

    /** {@return whether one of the tasks is being run; an approximation, unless asked on the loop} */
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
        views.shut();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Those without a delay come first, in the order in which they were handed over, then those with one by their
     * dates, then those of views. Cancelled ones are left out. Each task that was ever accepted has been run, or is
     * handed back here, and never both.
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
     * @throws IllegalStateException on the executor's own loop, unless it has terminated or there is no time to wait
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
     * Shuts down and waits until all tasks have ended, and the thread if it is this executor's. If the calling thread
     * is interrupted, the tasks are stopped as by {@link #shutdownNow()}, and the interrupt is seen again afterwards.
     *
     * @throws IllegalStateException on the executor's own loop, where it could not wait, unless there is nothing to
     *     wait for: then it shuts down
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
        if (!isTerminated()) { // somebody has been quick; the executor ends when that has run
            requireOtherThread("close()");
        }
    }

    /** {@return the name of the loop's thread, the state, and how many tasks there are of each kind} */
    @Override
    public String toString() {
        String state = isTerminated() ? "Terminated" : isShutdown() ? "Shutting down" : "Running";
        return "RunLoopExecutor(" + loop.thread().getName() + ")[" + state + ", queued tasks = " + queuedTaskCount()
                + ", delayed tasks = " + delayedTaskCount() + ", completed tasks = " + completedTaskCount() + "]";
    }
}
