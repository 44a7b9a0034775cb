package dev.runloop.internal;

/**
 * How the thread of a loop waits, and how others end its wait.
 *
 * <p>The waits belong to the loop's thread, {@link #endWait} to everyone. A wait may return early for no reason:
 * {@link WakeGate} is called in a loop that looks again. An {@code endWait} that comes before the wait is remembered
 * and ends it at once, as {@link java.util.concurrent.locks.LockSupport#unpark} does.
 */
public interface WaitStrategy {

    /** Waits without limit. */
    void await();

    /** Waits until the clock of the loop has reached {@code deadline}, in its nanoseconds. */
    void awaitUntil(long deadline);

    /**
     * Whether all that ends this wait shows in the inbox first, so that it can pay to look round there for a while
     * instead.
     */
    default boolean isForInboxOnly() {
        return true;
    }

    /** Ends the present wait, or the next one. */
    void endWait();
}
