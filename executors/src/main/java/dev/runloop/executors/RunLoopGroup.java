package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Deadlines;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Several loops, each with a thread of its own, as one {@link ScheduledExecutorService}. Tasks are handed to the loops
 * in turn; those of one {@linkplain #forKey key} go to one loop, and so never run at the same time and keep their order.
 *
 * <p>A task waits behind those that its loop was given before, and a slow one delays its own loop's; loops do not share
 * their work as the threads of {@code Executors.newScheduledThreadPool(n)} do. That pool is the better choice for tasks
 * of very different length, a group for tasks that are short, belong to a key, or stay with the state of their loop.
 * A loop whose thread has ended is passed over, and the others go on.
 *
 * <p><b>Tasks that wait for tasks.</b> What a loop of the group hands to the group goes to another loop, one with
 * nothing to do if there is one; if there is none, all loops are told, and the first that is free runs it. If a loop waits
 * in {@code get()} for a task that was submitted to the group and has not begun, all loops are asked for it likewise. So
 * such waits, by whatever means, end where those of a pool of as many threads would. What was handed to one loop, by
 * {@link #members()}, {@link #next()}, {@link #forKey} or {@link #leastLoaded()}, stays there, and so does what has a
 * delay. A {@code get()} without a limit that closes a circle of waits, all loops that could run the task waiting
 * themselves, is an {@link IllegalStateException} for the loop that closes it; one with a limit waits until its time is up.
 * Waits for completable futures, for a completion service or by locks are not known to the group, and may close a circle
 * unnoticed.
 *
 * <p>Thread-safe; what {@link RunLoopExecutor} says of memory effects, interrupts and exceptions is true of each loop.
 */
public final class RunLoopGroup extends LoopExecutorService {
    private final List<RunLoopExecutor> members;
    private final GroupWaits waits;
    private final AtomicInteger turns = new AtomicInteger();

    RunLoopGroup(List<RunLoopExecutor> members) {
        this.members = List.copyOf(members);
        this.waits = new GroupWaits(this.members);
    }

    /** {@return the loops, in the order in which they were made} */
    public List<RunLoopExecutor> members() {
        return members;
    }

    /** {@return the loop whose turn it is} If all have been shut down, one that has. */
    public RunLoopExecutor next() {
        return openFrom(turns.getAndIncrement());
    }

    /**
     * {@return the loop for this key: always the same one, unless its thread has ended} Keys that are equal have the
     * same loop.
     *
     * @param key any object, by its {@code hashCode}
     */
    public RunLoopExecutor forKey(Object key) {
        int hash = requireNonNull(key, "key").hashCode();
        return openFrom(hash ^ (hash >>> 16)); // as hash tables do, where few bits count
    }

    /** {@return the loop with the fewest tasks that run or are to run now, as far as one can tell} */
    public RunLoopExecutor leastLoaded() {
        int start = turns.getAndIncrement(); // else all choose the same of those that are idle
        RunLoopExecutor least = openFrom(start);
        int leastLoad = load(least);
        for (int i = 1; i < members.size() && leastLoad > 0; i++) {
            RunLoopExecutor other = member(start + i);
            int load = other.isShutdown() ? Integer.MAX_VALUE : load(other);
            if (load < leastLoad) {
                least = other;
                leastLoad = load;
            }
        }
        return least;
    }

    private static int load(RunLoopExecutor member) {
        return member.queuedTaskCount() + (member.isRunningTask() ? 1 : 0);
    }

    private RunLoopExecutor member(int index) {
        return members.get(Math.floorMod(index, members.size()));
    }

    /** The first one from here that takes tasks. */
    private RunLoopExecutor openFrom(int start) {
        for (int i = 0; i < members.size(); i++) {
            RunLoopExecutor member = member(start + i);
            if (!member.isShutdown()) {
                return member;
            }
        }
        return member(start);
    }

    /** For a task that is handed over here: on a loop of the group another one, if there is one that takes tasks. */
    private RunLoopExecutor nextElsewhere() {
        int here = waits.here();
        int start = turns.getAndIncrement();
        if (here == GroupWaits.ELSEWHERE) {
            return openFrom(start);
        }
        RunLoopExecutor best = null;
        int bestLoad = Integer.MAX_VALUE;
        for (int i = 0; i < members.size() && bestLoad > 0; i++) {
            int index = Math.floorMod(start + i, members.size());
            RunLoopExecutor other = members.get(index);
            if (index != here && !other.isShutdown()) {
                int load = waits.isWaiting(index) ? Integer.MAX_VALUE - 1 : load(other);
                if (load < bestLoad) {
                    best = other;
                    bestLoad = load;
                }
            }
        }
        return best != null ? best : openFrom(here);
    }

    /** Hands over to the next loop, and to another if that ends at this moment. */
    private <T> T handOver(Function<RunLoopExecutor, T> call) {
        while (true) {
            RunLoopExecutor member = nextElsewhere();
            try {
                return call.apply(member);
            } catch (RejectedExecutionException e) {
                if (!member.isShutdown() || isShutdown()) {
                    throw e;
                }
            }
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws RejectedExecutionException if the group has been shut down, or all its loops have ended, or the loop
     *     whose turn it is has no room
     */
    @Override
    public void execute(Runnable task) {
        requireNonNull(task, "task");
        if (waits.here() != GroupWaits.ELSEWHERE) {
            executeFromWithin(task);
            return;
        }
        var _ = handOver(member -> {
            if (task instanceof GroupTask<?> movable) {
                movable.isHandedTo(member);
            }
            member.execute(task);
            return member;
        });
    }

    /** What a loop of the group hands over it may wait for, so it must not lie behind others that wait. */
    private void executeFromWithin(Runnable task) {
        var _ = handOver(member -> {
            Shareable shareable = null;
            switch (task) {
                case GroupTask<?> movable -> {
                    movable.isHandedTo(member);
                    member.execute(movable);
                    shareable = movable;
                }
                case LoopTask<?> ofOne -> member.execute(ofOne);
                default -> shareable = member.executeShared(task);
            }
            if (shareable != null && members.size() > 1 && load(member) > 1 && shareable.isToRun()) {
                waits.share().share(shareable);
            }
            return member;
        });
    }

    /**
     * Runs a task on the next loop, and hands its result on, as {@link RunLoopExecutor#supplyAsync(Callable)} does:
     * what depends on the future runs on the loop that has run the task.
     *
     * @param task what to run
     * @param <V> the type of the result
     * @return its result
     * @throws RejectedExecutionException as {@link #execute}
     */
    public <V> CompletableFuture<V> supplyAsync(Callable<V> task) {
        requireNonNull(task, "task");
        return LoopFuture.of(this, task);
    }

    /**
     * Runs a task on the next loop after a delay, and hands its result on, as {@link #supplyAsync(Callable)} does.
     *
     * @param task what to run
     * @param delay how long from now; none if it is negative
     * @param <V> the type of the result
     * @return its result
     * @throws RejectedExecutionException if the group has been shut down, or all its loops have ended
     */
    public <V> CompletableFuture<V> supplyAsync(Callable<V> task, Duration delay) {
        return handOver(member -> member.supplyAsync(task, delay));
    }

    /**
     * Runs a task on the next loop, and tells of its end as {@link #supplyAsync(Callable)} does.
     *
     * @param task what to run
     * @return its end, with null
     * @throws RejectedExecutionException as {@link #execute}
     */
    public CompletableFuture<@Nullable Void> runAsync(Runnable task) {
        return LoopFuture.of(this, new RunnableCall<@Nullable Void>(requireNonNull(task, "task"), null));
    }

    /**
     * Runs a task on the next loop after a delay, and tells of its end as {@link #supplyAsync(Callable)} does.
     *
     * @param task what to run
     * @param delay how long from now; none if it is negative
     * @return its end, with null
     * @throws RejectedExecutionException if the group has been shut down, or all its loops have ended
     */
    public CompletableFuture<@Nullable Void> runAsync(Runnable task, Duration delay) {
        return handOver(member -> member.runAsync(task, delay));
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return new GroupTask<>(waits, callable);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        return new GroupTask<>(waits, new RunnableCall<>(runnable, value));
    }

    GroupWaits waits() {
        return waits;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return handOver(member -> member.schedule(task, delay, unit));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return handOver(member -> member.schedule(task, delay, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return handOver(member -> member.scheduleAtFixedRate(task, initialDelay, period, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        return handOver(member -> member.scheduleWithFixedDelay(task, initialDelay, delay, unit));
    }

    /** On one of the group's loops it would wait for itself. */
    @Override
    void requireOtherThread(String operation) {
        int here = waits.here();
        if (here != GroupWaits.ELSEWHERE) {
            throw new IllegalStateException(
                    operation + " on a loop of the group would wait for itself: " + members.get(here) + " of " + this);
        }
    }

    @Override
    void requireAnswer(String operation) {
        int here = waits.here();
        if (here != GroupWaits.ELSEWHERE
                && members.stream().allMatch(other -> other == members.get(here) || other.isShutdown())) {
            throw new IllegalStateException(operation + " on the only loop that could run the tasks would wait for"
                    + " itself: " + members.get(here));
        }
    }

    /** Shuts all loops down. */
    @Override
    public void shutdown() {
        members.forEach(RunLoopExecutor::shutdown);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Those of one loop come after another's. All loops are stopped before a task of any is interrupted.
     */
    @Override
    public List<Runnable> shutdownNow() {
        return ExecutorViews.stop(members.stream().map(RunLoopExecutor::views).toList());
    }

    /** {@return whether all loops have been shut down or have ended} */
    @Override
    public boolean isShutdown() {
        return members.stream().allMatch(RunLoopExecutor::isShutdown);
    }

    /** {@return whether all loops have terminated} */
    @Override
    public boolean isTerminated() {
        return members.stream().allMatch(RunLoopExecutor::isTerminated);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException on one of the group's loops, unless all have terminated or there is no time to wait
     */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        requireNonNull(unit, "unit");
        if (timeout > 0 && !isTerminated()) {
            requireOtherThread("awaitTermination()");
        }
        long end = System.nanoTime() + Math.max(0, Deadlines.nanos(timeout, unit));
        for (RunLoopExecutor member : members) {
            if (!member.awaitTermination(timeout <= 0 ? 0 : end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Shuts all loops down, and waits until all tasks have ended and the threads too. If the calling thread is
     * interrupted, the tasks of all loops are stopped as by {@link #shutdownNow()}, and the interrupt is seen again
     * afterwards.
     *
     * @throws IllegalStateException on one of the group's loops, which would wait for itself
     */
    @Override
    public void close() {
        requireOtherThread("close()");
        super.close();
        members.forEach(RunLoopExecutor::close);
    }

    /**
     * {@return how many tasks the loops have run, with whatever end; each run of a periodic task counts} An approximation
     * while tasks run.
     */
    public long completedTaskCount() {
        long completed =
                members.stream().mapToLong(RunLoopExecutor::completedTaskCount).sum();
        return Math.max(0, completed - waits.sparesRun());
    }

    /** {@return how many tasks are waiting that are to run now; an approximation while others hand tasks over} */
    public int queuedTaskCount() {
        int queued = members.stream().mapToInt(RunLoopExecutor::queuedTaskCount).sum();
        return Math.max(0, queued - waits.sparesWaiting());
    }

    /** {@return how many delayed and periodic tasks are waiting for their dates} */
    public int delayedTaskCount() {
        return members.stream().mapToInt(RunLoopExecutor::delayedTaskCount).sum();
    }

    /** {@return whether one of the tasks is being run; an approximation, unless asked on a loop that runs one} */
    public boolean isRunningTask() {
        return members.stream().anyMatch(RunLoopExecutor::isRunningTask);
    }

    @Override
    public String toString() {
        return "RunLoopGroup" + members;
    }
}
