package dev.runloop.executors.confined;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;

/**
 * Whose duty it is to carry the confined threads of a loop, and how a thread that brings work wakes the carrier.
 *
 * <pre>
 *          wake, enter                 beginHelping
 *   AWAY ───────────────▶ IN_LOOP ─────────────────────▶ HELPING
 *        ◀───────────────         ◀─────────────────────
 *              leave                     endHelping
 *
 *   any of these ── end ──▶ CARRYING_ON ── rest ──▶ RESTING
 *                                      ◀── wake ──
 * </pre>
 *
 * <p>As long as there is nothing to carry, the source of the threads is not in the loop ({@code AWAY}), so that it does
 * not keep the loop from finishing. In {@code HELPING} the loop's thread carries by itself, outside of any pass. When the
 * loop has ended, somebody carries on who ends when there is no work, and a thread that brings more starts another.
 *
 * <p><b>No work is left lying.</b> A thread that brings work makes it visible first and looks at the state second. A thread that
 * carries changes the state first and looks for work second, each time he is about to go: when he leaves the loop, waits
 * as a helper, or rests after the end. All these accesses are volatile, so one of the two sees the other. Actions before
 * {@link #wake} happen-before the carrying that it brings about, by the queue in which the work lies; and those of one
 * who carries happen-before those of the next, by the state.
 *
 * <p>{@link #wake}, {@link #enter}, {@link #end} and {@link #hasLoopEnded} are for everyone, the rest is for the one who
 * carries.
 */
public final class CarrierState {
    private static final int AWAY = 0;
    private static final int IN_LOOP = 1;
    private static final int HELPING = 2;
    private static final int CARRYING_ON = 3;
    private static final int RESTING = 4;

    private static final VarHandle STATE =
            fieldVarHandle(lookup(), "state", VarHandle.class, CarrierState.class, int.class);

    /** What is done on a change of duty. */
    public interface Carrying {
        /** {@return whether there is something to carry now} */
        boolean hasWork();

        /** {@return whether there is something to carry, now or later} */
        boolean isNeeded();

        /** Puts the source into the loop. Called by anyone. */
        void enterLoop();

        /** Takes the source out of the loop. */
        void leaveLoop();

        /** Has the loop perform the source. Called by anyone. */
        void signal();

        /** Ends the wait of the loop's thread, which helps. Called by anyone. */
        void wakeHelper();

        /** The loop has ended: starts somebody who carries until he {@linkplain #rest rests}. Called by anyone. */
        void startSuccessor();
    }

    private final Carrying carrying;
    private volatile int state =
            AWAY; // AWAY to IN_LOOP, RESTING to CARRYING_ON, the end: anyone, CAS; else who carries

    /**
     * A duty that nothing calls for yet.
     *
     * @param carrying what is done when it changes
     */
    public CarrierState(Carrying carrying) {
        this.carrying = carrying;
    }

    /** There is more work, visible to all: sees to it that somebody carries it. */
    public void wake() {
        switch (state) {
            case AWAY -> {
                enter();
                carrying.signal();
            }
            case IN_LOOP -> carrying.signal();
            case HELPING -> carrying.wakeHelper();
            case RESTING -> carryOn();
            default -> {} // who carries on looks for work before he rests
        }
    }

    /** There will be work: puts the source into the loop, if it is not there. */
    public void enter() {
        if (state == AWAY && STATE.compareAndSet(this, AWAY, IN_LOOP)) {
            carrying.enterLoop();
        }
    }

    /** In a pass, and not needed: takes the source out of the loop, unless that has changed meanwhile. */
    public void leave() {
        if (state != IN_LOOP) {
            return;
        }
        state = AWAY;
        carrying.leaveLoop();
        if (carrying.isNeeded()) {
            returnToLoop();
        }
    }

    /** The loop's thread carries by itself from now on, and looks for work before it waits. */
    public void beginHelping() {
        state = HELPING;
    }

    /** The loop carries again. */
    public void endHelping() {
        returnToLoop();
    }

    private void returnToLoop() {
        state = IN_LOOP;
        carrying.enterLoop();
        carrying.signal();
    }

    /**
     * The loop has ended.
     *
     * @return true for the first who says so, whose duty it is to carry on, or to have somebody else do it
     */
    public boolean end() {
        int seen;
        do {
            seen = state;
            if (seen >= CARRYING_ON) {
                return false;
            }
        } while (!STATE.compareAndSet(this, seen, CARRYING_ON));
        return true;
    }

    /** {@return whether the loop is known to have ended} */
    public boolean hasLoopEnded() {
        return state >= CARRYING_ON;
    }

    /** After the end of the loop: nothing can go on now. */
    public void rest() {
        state = RESTING;
        if (carrying.hasWork()) {
            carryOn();
        }
    }

    private void carryOn() {
        if (!STATE.compareAndSet(this, RESTING, CARRYING_ON)) {
            return; // somebody else has been quicker
        }
        boolean started = false;
        try {
            carrying.startSuccessor();
            started = true;
        } finally {
            if (!started) { // no memory for a thread
                state = RESTING;
            }
        }
    }
}
