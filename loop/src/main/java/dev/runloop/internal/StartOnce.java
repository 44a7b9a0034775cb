package dev.runloop.internal;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;

/**
 * Whether a thread that is started when it is first needed has been, or will not be any more. Of all who would start it
 * and all who would call that off one wins, by compare-and-set; what the winner did before happens-before what a later
 * caller does.
 */
public final class StartOnce {
    private static final int OPEN = 0;
    private static final int STARTED = 1;
    private static final int CALLED_OFF = 2;
    private static final int STARTED_FOR_NOTHING = 3; // after it was called off

    private static final VarHandle STATE = fieldVarHandle(lookup(), "state", VarHandle.class, StartOnce.class, int.class);

    @SuppressWarnings("UnusedVariable") // by its handle
    private volatile int state = OPEN;

    /** A thread that has yet to be started. */
    public StartOnce() {}

    /** Whether the caller is to start it. */
    public boolean tryStart() {
        return state == OPEN && STATE.compareAndSet(this, OPEN, STARTED);
    }

    /** Whether the caller has called its start off. */
    public boolean tryCallOff() {
        return STATE.compareAndSet(this, OPEN, CALLED_OFF);
    }

    /** Whether the caller is to start it though that was called off, so that it is a thread that has ended. */
    public boolean tryStartForNothing() {
        return state == CALLED_OFF && STATE.compareAndSet(this, CALLED_OFF, STARTED_FOR_NOTHING);
    }

    /** The thread that has been started: whether it is for nothing. */
    public boolean isForNothing() {
        return state == STARTED_FOR_NOTHING;
    }
}
