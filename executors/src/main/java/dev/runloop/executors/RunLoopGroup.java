package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Deadlines;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Several loops, each with a thread of its own, as one {@link ScheduledExecutorService}. Tasks are handed to the loops
 * in turn; those of one key go to one loop, and so never run at the same time and keep their order.
 *
 * <p>A loop whose thread has ended is passed over, and the others go on. Tasks do not move from one loop to another.
 *
 * <p>Thread-safe; what {@link RunLoopExecutor} says of memory effects, interrupts and exceptions is true of each.
 * Stands in for {@code Executors.newScheduledThreadPool(n)} where it does not matter that a task waits behind a slow
 * one.
 */
public final class RunLoopGroup extends LoopExecutorService {
    private final List<RunLoopExecutor> members;
    private final AtomicInteger turns = new AtomicInteger();

    RunLoopGroup(List<RunLoopExecutor> members) {
        this.members = List.copyOf(members);
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

    /** Hands over to the next loop, and to another if that ends at this moment. */
    private <T> T handOver(Function<RunLoopExecutor, T> call) {
        while (true) {
            RunLoopExecutor member = next();
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
        RunLoopExecutor first = task instanceof LoopTask<?> made ? made.executor() : next();
        try {
            first.execute(task);
        } catch (RejectedExecutionException e) {
            if (!first.isShutdown() || isShutdown()) {
                throw e;
            }
            handOver(member -> {
                member.execute(task);
                return member;
            });
        }
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return new LoopTask<>(next(), callable);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        return new LoopTask<>(next(), new RunnableCall<>(runnable, value));
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

    /** On one of the group's loops it would wait for itself: that may be the one which is to run the tasks. */
    @Override
    void requireOtherThread(String operation) {
        members.forEach(member -> member.requireOtherThread(operation));
    }

    /** Shuts all loops down. */
    @Override
    public void shutdown() {
        members.forEach(RunLoopExecutor::shutdown);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Those of one loop come after another's.
     */
    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> neverRan = new ArrayList<>();
        members.forEach(member -> neverRan.addAll(member.shutdownNow()));
        return neverRan;
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
     * @throws IllegalStateException on one of the group's loops, unless that has terminated or there is no time to wait
     */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long end = System.nanoTime() + Deadlines.nanos(timeout, unit);
        for (RunLoopExecutor member : members) {
            if (!member.awaitTermination(timeout <= 0 ? 0 : end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Shuts all loops down, and waits until all tasks have ended and the threads too. If the calling thread is
     * interrupted, the tasks are stopped as by {@link #shutdownNow()}, and the interrupt is seen again afterwards.
     *
     * @throws IllegalStateException on one of the group's loops, which would wait for itself
     */
    @Override
    public void close() {
        requireOtherThread("close()");
        shutdown();
        members.forEach(RunLoopExecutor::close);
    }

    @Override
    public String toString() {
        return "RunLoopGroup" + members;
    }
}
