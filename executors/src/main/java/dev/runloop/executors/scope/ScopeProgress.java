package dev.runloop.executors.scope;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * How many threads of a scope are under way, and how many of these are completing: between the end of the subtask itself and
 * the end of what follows from it, which may be that the thread cancels the scope.
 *
 * <p>A scope is over when no thread is under way, or when it is cancelled and no thread is completing. The second condition is
 * for an owner that carries the threads of its scope itself. If it blocked in the JDK's join while a thread is still in the
 * middle of cancelling the scope, it might never carry that thread to the end of it.
 *
 * <p><b>A scope that is seen cancelled is cancelled completely.</b> A thread counts as completing before it cancels, and no
 * longer afterwards. The owner reads first whether the scope is cancelled and then the count. All of it is volatile, so a
 * count of zero means that the cancelling thread is through. Actions of a thread before {@link #end} happen-before a check of
 * the owner that finds it ended.
 */
final class ScopeProgress {
    private final BooleanSupplier isCancelled;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger completing = new AtomicInteger();
    private boolean isCancelledToTheEnd; // by the owner

    /** @param isCancelled whether the scope is cancelled, which is final; a volatile read */
    ScopeProgress(BooleanSupplier isCancelled) {
        this.isCancelled = isCancelled;
    }

    /** The owner: a thread is about to start. */
    void begin() {
        underWay.incrementAndGet();
    }

    /** The thread: what follows may cancel the scope. */
    void beginCompleting() {
        completing.incrementAndGet();
    }

    /** The thread: nothing follows that could cancel the scope. */
    void endCompleting() {
        completing.decrementAndGet();
    }

    /** The thread has ended. Returns whether the owner should check for the end of the scope. */
    boolean end() {
        return underWay.decrementAndGet() == 0 || isCancelled.getAsBoolean();
    }

    /** Whether threads are under way. */
    boolean isUnderWay() {
        return underWay.get() != 0;
    }

    /**
     * The owner: whether there is nothing left to wait for in the join. Once a cancelled scope is seen to be over it stays so:
     * a thread that completes later was cancelled.
     */
    boolean isOver() {
        isCancelledToTheEnd = isCancelledToTheEnd || (isCancelled.getAsBoolean() && completing.get() == 0);
        return isCancelledToTheEnd || !isUnderWay();
    }
}
