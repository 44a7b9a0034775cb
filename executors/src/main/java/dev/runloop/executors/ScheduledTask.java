package dev.runloop.executors;

import dev.runloop.internal.DeadlineHeap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Delayed;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A task that waits for its date, in the heap of its executor and knowing its place there. */
class ScheduledTask<V> extends LoopTask<V> implements RunnableScheduledFuture<V>, DeadlineHeap.Entry {
    private final long period; // nanoseconds; 0: runs once, positive: fixed rate, negative: fixed delay
    private final boolean immediate; // asked to run now: keeps its place among the tasks without a date
    private volatile long deadline; // changed by the loop, between runs
    private int heapIndex = DeadlineHeap.ABSENT; // under the turn of the executor
    private volatile boolean waiting; // true as long as it may be in the heap or on the way there

    private @Nullable Runnable decorated; // set before it is handed over

    ScheduledTask(RunLoopExecutor executor, Callable<V> callable, long delay, long period) {
        super(executor, callable);
        this.immediate = delay <= 0;
        this.deadline = executor.deadlineAfter(delay);
        this.period = period;
    }

    /** Has what a decorator makes of it run in its place. */
    void decorate(UnaryOperator<Runnable> decorator) {
        decorated = DecoratedTask.decorate(decorator, super::run);
    }

    @Override
    public void run() {
        Runnable inItsPlace = decorated;
        if (inItsPlace == null) {
            super.run();
        } else {
            inItsPlace.run();
        }
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
            deadline = nextDeadline(start);
            executor().buffer().repeat(this);
        } else if (state() == State.FAILED) {
            report(exceptionNow()); // nobody may be waiting for a series that has no end
        }
    }

    private long nextDeadline(long start) {
        if (period < 0) {
            return executor().deadlineAfter(-period);
        }
        if (executor().missedRuns() == MissedRuns.CATCH_UP) {
            return deadline + period;
        }
        long late = Math.max(0, start - deadline); // early only by a clock that is not monotonic
        return deadline + (late / period + 1) * period;
    }

    private static void report(Throwable exception) {
        switch (exception) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new CompletionException(exception);
        }
    }

    /** Cancels the task. It leaves the heap promptly. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        // It is marked as waiting before it is asked whether it is cancelled: one of the two sees the other.
        if (cancelled && waiting) {
            executor().buffer().forget(this);
        }
        return cancelled;
    }

    void setWaiting(boolean waiting) {
        this.waiting = waiting;
    }

    long deadline() {
        return deadline;
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
        return unit.convert(deadline - executor().loop().clock().nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** By the dates; tasks with the same date are neither before nor after one another, but need not be equal. */
    @Override
    public int compareTo(Delayed other) {
        if (other == this) {
            return 0;
        }
        return other instanceof ScheduledTask<?> task
                        && task.executor().loop().clock() == executor().loop().clock()
                ? Long.signum(deadline - task.deadline)
                : Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }

    @Override
    public int heapIndex() {
        return heapIndex;
    }

    @Override
    public void heapIndex(int index) {
        heapIndex = index;
    }
}
