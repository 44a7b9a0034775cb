package dev.runloop.internal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who may still come into something that is to end, and how many are inside. All changes are made to one number, so they
 * come one after the other: either a visitor is in and the end waits for it, or the end has begun and the visitor knows.
 *
 * <p>Thread-safe, without locks. Actions before a {@link #leave()} happen-before what follows the call that has found the
 * place closed and empty; and actions before it was closed happen-before what follows an {@link #enter()} that was
 * refused.
 */
public final class InFlight {
    private static final int CLOSED = Integer.MIN_VALUE; // to which the number of those inside is added

    private final AtomicInteger state = new AtomicInteger();

    /** Lets one more in, unless it is closed. */
    public boolean enter() {
        int seen = state.get();
        while (seen >= 0) {
            int witness = state.compareAndExchange(seen, seen + 1);
            if (witness == seen) {
                return true;
            }
            seen = witness;
        }
        return false;
    }

    /** One goes who was let in. Returns whether it is closed and empty now, which is said once. */
    public boolean leave() {
        return state.decrementAndGet() == CLOSED;
    }

    /** Lets nobody in any more. Returns whether it was open, and empty. */
    public boolean close() {
        return state.getAndUpdate(seen -> seen | CLOSED) == 0;
    }

    /** Closes if nobody is inside. Returns whether it is closed and empty now. */
    public boolean closeIfEmpty() {
        int witness = state.compareAndExchange(0, CLOSED);
        return witness == 0 || witness == CLOSED;
    }

    /** Whether nobody is let in any more. */
    public boolean isClosed() {
        return state.get() < 0;
    }
}
