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
    private static final int OUT = 0; // is being run, or has been
    private static final int WAITING = 1; // in the heap or on the way there
    private static final int TOMBSTONE = 2; // there too, but cancelled

    private static final VarHandle DEADLINE =
            fieldVarHandle(lookup(), "deadline", VarHandle.class, ScheduledTask.class, long.class);
    private static final VarHandle PLACE =
            fieldVarHandle(lookup(), "place", VarHandle.class, ScheduledTask.class, int.class);

    private final long period; // nanoseconds; 0: runs once, positive: fixed rate, negative: fixed delay
    private final boolean immediate; // asked to run now: keeps its place among the tasks without a date

    @SuppressWarnings("UnusedVariable") // read by its handle
    private long deadline; // changed by the loop, between runs

    @SuppressWarnings("UnusedVariable") // read by its handle
    private int place; // the loop and one who cancels both take it out of WAITING, one of them does

    private long handedOverBefore; // how many tasks without a delay; set before it is handed over itself

    private @Nullable Runnable decorated; // set before it is handed over

    ScheduledTask(RunLoopExecutor executor, Callable<V> callable, long delay, long period) {
        super(executor, callable);
        this.immediate = delay <= 0;
        this.deadline = executor.deadlineAfter(delay); // a plain store, as is the next one: it has no readers yet
        this.place = immediate ? OUT : WAITING;
        this.period = period;
    }

    /** Has what a decorator makes of it run in its place. */
    void decorate(UnaryOperator<Runnable> decorator) {
        decorated = DecoratedTask.decorate(decorator, super::runAsTask);
    }

    /** Runs it, and lets go of what is left of it where it waits for its date, if it was not taken from there. */
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
            leaveTombstone(); // if it was run besides its dates
            report(exceptionNow()); // nobody may be waiting for a series that has no end
        }
    }

    private long nextDeadline(long start) {
        if (period < 0) {
            return executor().deadlineAfter(-period);
        }
        if (executor().missedRunPolicy() == MissedRunPolicy.CATCH_UP) {
            return deadline() + period;
        }
        long late = Math.max(0, start - deadline()); // early only by a clock that is not monotonic
        return deadline() + (late / period + 1) * period;
    }

    private static void report(Throwable exception) {
        switch (exception) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new CompletionException(exception);
        }
    }

    /** That of a series, which may be waiting for its next run already, is told to the loop, as what the task throws. */
    @Override
    boolean failsBy(Throwable exception) {
        boolean fails = super.failsBy(exception);
        if (fails && PLACE.compareAndSet(this, WAITING, TOMBSTONE)) {
            executor().buffer().tombstoneLeft();
        }
        return fails && !isPeriodic();
    }

    /** Cancels the task. What it would have run is let go of at once; see {@link DelayedTasks} for the rest of it. */
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

    /** Has it run after so many tasks without a delay, which were handed over before it. */
    void setHandedOverBefore(long number) {
        handedOverBefore = number;
    }

    /** Whether all that was handed over before it is among these. */
    boolean mayRunAfter(long passed) {
        return handedOverBefore <= passed;
    }

    /** In turn: whether it, or its tombstone, is in the heap or on the way there. */
    boolean isWaiting() {
        return (int) PLACE.getVolatile(this) != OUT;
    }

    /**
     * In turn: it comes to wait, if it does not already. Answers false if it is cancelled and {@linkplain #isTombstone not
     * a tombstone}: it is marked as waiting before that is asked, so one who cancels it, or this, sees the other.
     */
    boolean comesToWait() {
        if ((int) PLACE.getVolatile(this) != OUT) {
            return true;
        }
        PLACE.setVolatile(this, WAITING);
        return !isDone() || !PLACE.compareAndSet(this, WAITING, OUT);
    }

    /** In turn: it is taken from where it waits. Answers false if a tombstone is all that is left of it. */
    boolean leaves() {
        return (int) PLACE.getAndSet(this, OUT) != TOMBSTONE;
    }

    /** Whether it has been cancelled while it waited, and is still there; only its leaving changes that. */
    boolean isTombstone() {
        return (int) PLACE.getVolatile(this) == TOMBSTONE;
    }

    /** In turn, when it does not wait. */
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

    /** By the dates; tasks with the same date are neither before nor after one another, but need not be equal. */
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
