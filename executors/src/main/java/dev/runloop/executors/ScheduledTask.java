package dev.runloop.executors;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Delayed;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A task that waits for its date, in the heap of its executor. */
class ScheduledTask<V> extends LoopTask<V> implements RunnableScheduledFuture<V> {
    static final int OUT = 0; // running, has run, or is new
    static final int WAITING = 1; // in the heap or on its way there
    static final int TOMBSTONE = 2; // there too, but cancelled; see Tombstones

    private static final VarHandle DEADLINE =
            fieldVarHandle(lookup(), "deadline", VarHandle.class, ScheduledTask.class, long.class);
    static final VarHandle PLACE = fieldVarHandle(lookup(), "place", VarHandle.class, ScheduledTask.class, int.class);

    private final long period; // nanoseconds; 0: runs once, positive: fixed rate, negative: fixed delay
    private final boolean immediate; // without a delay: keeps its place in the queue of tasks

    @SuppressWarnings("UnusedVariable") // read by its handle
    private long deadline; // changed by the loop, between runs

    @SuppressWarnings("UnusedVariable") // read by its handle
    private int place; // the loop and a cancelling thread race to leave WAITING

    private long handedOverBefore; // the number of tasks without a delay; set before it is handed over

    private @Nullable Runnable decorated; // set before it is handed over

    ScheduledTask(RunLoopExecutor executor, Callable<V> callable, long delay, long period) {
        super(executor, callable);
        this.immediate = delay <= 0;
        this.deadline = executor.deadlineAfter(delay); // plain stores: there are no readers yet
        this.place = immediate ? OUT : WAITING;
        this.period = period;
    }

    /** Runs in decorated form from now on. */
    void decorate(UnaryOperator<Runnable> decorator) {
        decorated = DecoratedTask.decorate(decorator, super::runAsTask);
    }

    /** Runs it. If it was not taken from where it waits for its date, it leaves a tombstone there. */
    @Override
    void runAsTask() {
        Runnable inItsPlace = decorated;
        if (inItsPlace == null) {
            super.runAsTask();
        } else {
            DecoratedTask.run(inItsPlace, this);
        }
        if (!isPeriodic() && isWaiting()) {
            leaveTombstone();
        }
    }

    private boolean leaveTombstone() {
        boolean left = PLACE.compareAndSet(this, WAITING, TOMBSTONE);
        if (left) {
            executor().buffer().tombstoneLeft();
        }
        return left;
    }

    @Override
    void runHere() {
        if (!isPeriodic()) {
            super.runHere();
        } else if (!executor().buffer().mayRun(this)) {
            cancel(false);
        } else {
            runPeriodic();
        }
    }

    private void runPeriodic() {
        long start = executor().deadlineAfter(0);
        if (runAndReset()) {
            executor().buffer().repeat(this, nextDeadline(start));
        } else if (state() == State.FAILED) {
            leaveTombstone(); // if it was run out of schedule
            report(exceptionNow()); // no thread may be waiting for a task without an end
        }
    }

    private long nextDeadline(long start) {
        if (period < 0) {
            return executor().deadlineAfter(-period);
        }
        if (executor().missedRunPolicy() == MissedRunPolicy.CATCH_UP) {
            return deadline() + period;
        }
        long late = Math.max(0, start - deadline()); // early only if the clock is not monotonic
        return deadline() + (late / period + 1) * period;
    }

    private static void report(Throwable exception) {
        switch (exception) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new CompletionException(exception);
        }
    }

    /** A periodic task may wait for its next run already. Its failure goes to the loop, like what the task throws. */
    @Override
    boolean failsBy(Throwable exception) {
        boolean fails = super.failsBy(exception);
        if (fails && PLACE.compareAndSet(this, WAITING, TOMBSTONE)) {
            executor().buffer().tombstoneLeft();
        }
        return fails && !isPeriodic();
    }

    /** Cancels the task. It drops what it would have run at once; {@link Tombstones} explains the rest. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            decorated = null;
        }
        return cancelled;
    }

    @Override
    void cancelled() {
        if (!leaveTombstone()) {
            super.cancelled();
        }
    }

    /** Sets the number of tasks without a delay that were handed over before it, and must run before it. */
    void setHandedOverBefore(long number) {
        handedOverBefore = number;
    }

    /** Whether all tasks that were handed over before it have gone, given how many have. */
    boolean mayRunAfter(long passed) {
        return handedOverBefore <= passed;
    }

    /** With the lock: whether it, or its tombstone, is in the heap or on its way there. */
    boolean isWaiting() {
        return (int) PLACE.getVolatile(this) != OUT;
    }

    /**
     * With the lock: it comes to wait, if it does not already. False if it has been cancelled without leaving a {@linkplain
     * #isTombstone tombstone}. It is marked as waiting before it is checked for that, and a cancelling thread does it the
     * other way round, so one of the two sees the other.
     */
    boolean comesToWait() {
        if ((int) PLACE.getVolatile(this) != OUT) {
            return true;
        }
        PLACE.setVolatile(this, WAITING);
        return !isDone() || !PLACE.compareAndSet(this, WAITING, OUT);
    }

    /** With the lock: it is taken from where it waits. False if it was a tombstone. */
    boolean leaves() {
        return (int) PLACE.getAndSet(this, OUT) != TOMBSTONE;
    }

    /** Whether it was cancelled where it waited and is still there; only {@link #leaves} changes that. */
    boolean isTombstone() {
        return (int) PLACE.getVolatile(this) == TOMBSTONE;
    }

    /** With the lock, while it does not wait. */
    void setDeadline(long deadline) {
        DEADLINE.setVolatile(this, deadline);
    }

    long deadline() {
        return (long) DEADLINE.getVolatile(this);
    }

    boolean isImmediate() {
        return immediate;
    }

    @Override
    public boolean isPeriodic() {
        return period != 0;
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(deadline() - executor().loop().clock().nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** By date. Tasks with the same date compare as equal without being equal. */
    @Override
    public int compareTo(Delayed other) {
        if (other == this) {
            return 0;
        }
        return other instanceof ScheduledTask<?> task
                        && task.executor().loop().clock() == executor().loop().clock()
                ? Long.signum(deadline() - task.deadline())
                : Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
}
