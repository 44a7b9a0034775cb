package dev.runloop.executors;

import dev.runloop.internal.DeadlineHeap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Delayed;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A task that waits for its date, in the heap of its executor and knowing its place there. */
final class ScheduledTask<V> extends LoopTask<V> implements RunnableScheduledFuture<V>, DeadlineHeap.Entry {
    private final long period; // nanoseconds; 0: runs once, positive: fixed rate, negative: fixed delay
    private final boolean immediate; // asked to run now: keeps its place among the tasks without a date
    private volatile long deadline; // changed by the loop, between runs
    private int heapIndex = DeadlineHeap.ABSENT; // under the turn of the executor
    private volatile boolean waiting; // written in turn

    ScheduledTask(RunLoopExecutor executor, Callable<V> callable, long delay, long period) {
        super(executor, callable);
        this.immediate = delay <= 0;
        this.deadline = executor.deadlineAfter(delay);
        this.period = period;
    }

    @Override
    public void run() {
        if (!isPeriodic()) {
            super.run();
        } else if (executor().isShutdown()) {
            cancel(false);
        } else if (runAndReset()) {
            deadline = period > 0 ? deadline + period : executor().deadlineAfter(-period);
            executor().buffer().repeat(this);
        } else if (state() == State.FAILED) {
            report(exceptionNow()); // nobody may be waiting for a series that has no end
        }
    }

    private static void report(Throwable exception) {
        switch (exception) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new CompletionException(exception);
        }
    }

    /**
     * Cancels the task. It leaves the heap promptly: at once on the loop, else by way of the loop.
     */
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

    @Override
    public int compareTo(Delayed other) {
        return other instanceof ScheduledTask<?> task
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
