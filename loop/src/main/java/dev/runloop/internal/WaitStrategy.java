package dev.runloop.internal;

/**
 * How the thread of a loop waits, and how other threads end its wait.
 *
 * <p>The waits are for the loop's thread; {@link #endWait} is thread-safe. A wait may return spuriously: {@link WakeGate} is
 * used in a loop that checks again. An {@code endWait} that precedes the wait is remembered and ends it at once, as
 * {@link java.util.concurrent.locks.LockSupport#unpark} does.
 */
public interface WaitStrategy {

    /** Waits without a limit. */
    void await();

    /** Waits until the loop's clock has reached {@code deadline}, in its nanoseconds. */
    void awaitUntil(long deadline);

    /**
     * Polls for an event that would end this wait and does not show in the inbox.
     *
     * @return whether there is one
     */
    default boolean hasCome() {
        return false;
    }

    /** The cost of {@link #hasCome} in looks at the inbox, at least one. */
    default int costOfLook() {
        return 1;
    }

    /** Ends the current wait, or the next one. */
    void endWait();
}
