package dev.runloop.internal;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;

/**
 * Arbitrates the start of a thread that is started on first use: of all attempts to start it or to call the start off one wins,
 * by compare-and-set. Actions before the winning call happen-before what follows a later one.
 */
public final class StartOnce {
    private static final int OPEN = 0;
    private static final int STARTED = 1;
    private static final int CALLED_OFF = 2;
    private static final int STARTED_FOR_NOTHING = 3; // after it was called off, so that it terminates at once

    private static final VarHandle STATE =
            fieldVarHandle(lookup(), "state", VarHandle.class, StartOnce.class, int.class);

    @SuppressWarnings("UnusedVariable") // by its handle
    private volatile int state = OPEN;

    /** Not started yet. */
    public StartOnce() {}

    /** Returns whether the caller must start the thread. */
    public boolean tryStart() {
        return state == OPEN && STATE.compareAndSet(this, OPEN, STARTED);
    }

    /** Returns whether the caller has called the start off. */
    public boolean tryCallOff() {
        return STATE.compareAndSet(this, OPEN, CALLED_OFF);
    }

    /** Returns whether the caller must start the thread although that was called off, so that it becomes a terminated one. */
    public boolean tryStartForNothing() {
        return state == CALLED_OFF && STATE.compareAndSet(this, CALLED_OFF, STARTED_FOR_NOTHING);
    }

    /** For the started thread: whether it is to terminate at once. */
    public boolean isForNothing() {
        return state == STARTED_FOR_NOTHING;
    }
}
