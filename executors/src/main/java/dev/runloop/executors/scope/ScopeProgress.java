package dev.runloop.executors.scope;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * How many threads of a scope are under way, and how many of these are completing: between the end of the subtask proper
 * and the end of what follows from it, which may be that the thread cancels the scope.
 *
 * <p>A scope is over when no thread is under way, or when it is cancelled and nobody is completing. The second part is
 * for the owner that carries the threads of its scope itself: were it to block in the scope's own join while the thread
 * that cancels is still at it, that one might never be carried to the end of it.
 *
 * <p><b>Who sees the scope cancelled sees it cancelled to the end.</b> A thread is counted as completing before it
 * cancels, and as that no longer afterwards; the owner looks whether the scope is cancelled first, and at the count
 * second. All of it is volatile, so a count of zero means that the thread that has cancelled is through. Actions of a
 * thread before {@link #end} happen-before a look of the owner that finds it ended.
 */
public final class ScopeProgress {
    private final BooleanSupplier isCancelled;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger completing = new AtomicInteger();
    private boolean isCancelledToTheEnd; // the owner's

    /**
     * A scope without threads.
     *
     * @param isCancelled whether it is cancelled, which it stays; a volatile read
     */
    public ScopeProgress(BooleanSupplier isCancelled) {
        this.isCancelled = isCancelled;
    }

    /** The owner: a thread is about to start. */
    public void begin() {
        underWay.incrementAndGet();
    }

    /** The thread: what follows may cancel the scope. */
    public void beginCompleting() {
        completing.incrementAndGet();
    }

    /** The thread: nothing follows that could cancel the scope. */
    public void endCompleting() {
        completing.decrementAndGet();
    }

    /**
     * The thread: has ended.
     *
     * @return whether the owner has a reason to look
     */
    public boolean end() {
        return underWay.decrementAndGet() == 0 || isCancelled.getAsBoolean();
    }

    /** {@return whether threads are under way} */
    public boolean isUnderWay() {
        return underWay.get() != 0;
    }

    /**
     * The owner: whether there is nothing to wait for in the join. A cancelled scope stays over once it was seen so: a
     * thread that completes later is one that was cancelled.
     *
     * @return whether the scope is over
     */
    public boolean isOver() {
        isCancelledToTheEnd = isCancelledToTheEnd || (isCancelled.getAsBoolean() && completing.get() == 0);
        return isCancelledToTheEnd || !isUnderWay();
    }
}
