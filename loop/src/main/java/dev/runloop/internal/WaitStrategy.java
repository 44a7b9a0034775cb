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
     * Looks, without waiting, whether something has come that ends this wait and does not show in the inbox.
     *
     * @return whether it has
     */
    default boolean hasCome() {
        return false;
    }

    /** How many looks at the inbox take as long as one of {@link #hasCome}; at least one. */
    default int costOfLook() {
        return 1;
    }

    /** Ends the present wait, or the next one. */
    void endWait();
}
