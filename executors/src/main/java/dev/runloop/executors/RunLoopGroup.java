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

/**
 * Several loops, each with a thread of its own, as one {@link ScheduledExecutorService}. Tasks go to the loops in turn; those
 * of one {@linkplain #forKey key} go to the same loop, so they never run at the same time and keep their order.
 *
 * <p>A task waits behind those that its loop was given before, and a slow one delays its own loop. Loops do not share work
 * like the threads of {@code Executors.newScheduledThreadPool(n)}. That pool suits tasks of very different length; a group
 * suits tasks that are short, belong to a key, or use state confined to their loop. A loop whose thread has ended is skipped,
 * and the others go on.
 *
 * <p><b>Tasks that wait for tasks.</b> What a loop of the group hands to the group goes to another loop, to an idle one if
 * possible. If none is idle, all are offered the task and the first that is free runs it. If a loop calls {@code get()} on a
 * task that was submitted to the group and has not begun, it is likewise offered to all. So such waits end wherever those of
 * a pool with as many threads would. A task handed to one loop, by {@link #members()}, {@link #next()}, {@link #forKey} or
 * {@link #leastLoaded()}, stays there, and so does a delayed one. A {@code get()} without a timeout that closes a cycle of
 * waits, so that every loop able to run the task waits itself, throws {@link IllegalStateException} on the loop that closes
 * it; one with a timeout waits until that expires. The group does not see waits for completable futures, completion services
 * or locks, which may close a cycle unnoticed.
 *
 * <p>Thread-safe. Memory effects, interrupts and exceptions are as described for {@link RunLoopExecutor}.
 */
public final class RunLoopGroup extends LoopExecutorService {
    private final List<RunLoopExecutor> members;
    private final GroupWaits waits;
    private final AtomicInteger turns = new AtomicInteger();

    RunLoopGroup(List<RunLoopExecutor> members) {
        this.members = List.copyOf(members);
        this.waits = new GroupWaits(this.members);
    }

    /** {@return the loops, in the order of their creation} */
    public List<RunLoopExecutor> members() {
        return members;
    }

    /** {@return the loop whose turn it is} If all have been shut down, one of those. */
    public RunLoopExecutor next() {
        return openFrom(turns.getAndIncrement());
    }

    /**
     * {@return the loop for a key: always the same one, unless its thread has ended} Equal keys have the same loop.
     *
     * @param key any object, by its {@code hashCode}
     */
    public RunLoopExecutor forKey(Object key) {
        int hash = requireNonNull(key, "key").hashCode();
        return openFrom(hash ^ (hash >>> 16)); // as hash tables do, where few bits count
    }

    /** {@return the loop with the fewest running and queued tasks, approximately} */
    public RunLoopExecutor leastLoaded() {
        int start = turns.getAndIncrement(); // otherwise all callers choose the same idle one
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

    /** The first loop from this index on that accepts tasks. */
    private RunLoopExecutor openFrom(int start) {
        for (int i = 0; i < members.size(); i++) {
            RunLoopExecutor member = member(start + i);
            if (!member.isShutdown()) {
                return member;
            }
        }
        return member(start);
    }

    /** For a task handed over here: on a loop of the group another loop, if one accepts tasks. */
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

    /** Hands over to the next loop, and to another if that one ends at this moment. */
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
     * @throws RejectedExecutionException if the group has been shut down, all its loops have ended, or the queue of the
     *     loop whose turn it is is full
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

    /** A loop of the group may wait for what it hands over, so that must not be stuck behind tasks that wait. */
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

    @Override
    <V> CompletableFuture<V> supply(Callable<V> task) {
        return LoopFuture.of(this, task);
    }

    @Override
    <V> CompletableFuture<V> supply(Callable<V> task, Duration delay) {
        return handOver(member -> member.supply(task, delay));
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
     * <p>Tasks are listed loop by loop. All loops are stopped before a task of any is interrupted.
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
     * @throws IllegalStateException on a loop of the group, unless all have terminated or the timeout is zero
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
     * Shuts all loops down and waits until all tasks and threads have ended. An interrupt of the calling thread stops the
     * tasks of all loops like {@link #shutdownNow()}, and is restored afterwards.
     *
     * @throws IllegalStateException on a loop of the group, which would wait for itself
     */
    @Override
    public void close() {
        requireOtherThread("close()");
        super.close();
        members.forEach(RunLoopExecutor::close);
    }

    /**
     * {@return how many tasks have run to an end of any kind, counting each run of a periodic task} An approximation while
     * tasks run.
     */
    public long completedTaskCount() {
        long completed =
                members.stream().mapToLong(RunLoopExecutor::completedTaskCount).sum();
        return Math.max(0, completed - waits.sparesRun());
    }

    /** {@return how many tasks wait to run now; an approximation while other threads hand tasks over} */
    public int queuedTaskCount() {
        int queued = members.stream().mapToInt(RunLoopExecutor::queuedTaskCount).sum();
        return Math.max(0, queued - waits.sparesWaiting());
    }

    /** {@return how many delayed and periodic tasks wait for their dates} */
    public int delayedTaskCount() {
        return members.stream().mapToInt(RunLoopExecutor::delayedTaskCount).sum();
    }

    /** {@return whether a task is running; an approximation, except on a loop that runs one} */
    public boolean isRunningTask() {
        return members.stream().anyMatch(RunLoopExecutor::isRunningTask);
    }

    @Override
    public String toString() {
        return "RunLoopGroup" + members;
    }
}
