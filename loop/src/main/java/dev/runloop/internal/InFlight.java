package dev.runloop.internal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the visitors inside something that will close. Entering, leaving and closing change one number, so they are
 * totally ordered: either a visitor is inside and the close waits for it, or the close came first and the visitor is
 * refused.
 *
 * <p>Thread-safe and lock-free. Actions before a {@link #leave()} happen-before what follows the call that finds it closed
 * and empty; actions before the close happen-before what follows a refused {@link #enter()}.
 */
public final class InFlight {
    private static final int CLOSED = Integer.MIN_VALUE; // plus the number of visitors inside

    private final AtomicInteger state = new AtomicInteger();

    /** Enters, unless it is closed. Returns whether the caller is inside. */
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

    /** Leaves after having entered. Returns whether this was the last visitor of a closed place, so true once at most. */
    public boolean leave() {
        return state.decrementAndGet() == CLOSED;
    }

    /** Refuses all later visitors. Returns whether it was open and empty. */
    public boolean close() {
        return state.getAndUpdate(seen -> seen | CLOSED) == 0;
    }

    /** Closes it if it is empty. Returns whether it is closed and empty now. */
    public boolean closeIfEmpty() {
        int witness = state.compareAndExchange(0, CLOSED);
        return witness == 0 || witness == CLOSED;
    }

    /** Whether later visitors are refused. */
    public boolean isClosed() {
        return state.get() < 0;
    }
}
