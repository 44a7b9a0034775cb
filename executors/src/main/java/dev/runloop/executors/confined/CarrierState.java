package dev.runloop.executors.confined;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;

/**
 * Which thread has to carry the confined threads of a loop, and how a thread that brings work wakes it.
 *
 * <pre>
 *          wake, enter                beginHelping
 *   AWAY ───────────────▶ IN_LOOP ─────────────────────▶ HELPING
 *        ◀───────────────         ◀─────────────────────
 *             leave                      endHelping
 *
 *   any of these ── end ──▶ CARRYING_ON ── rest ──▶ RESTING
 *                                       ◀── wake ──
 * </pre>
 *
 * <p>While there is nothing to carry, the source of the threads is not in the loop ({@code AWAY}), so that it does not keep
 * the loop from finishing. In {@code HELPING} the loop's thread carries outside of any pass. After the end of the loop a
 * successor carries on until there is no work; a thread that brings more starts another.
 *
 * <p><b>No work is left behind.</b> A thread that brings work makes it visible first and reads the state second. The carrier
 * changes the state first and looks for work second, each time it is about to go: when it leaves the loop, parks as a
 * helper, or rests after the end. All these accesses are volatile, so one of the two sees the other. Actions before {@link
 * #wake} happen-before the carrying that it causes, by way of the queue that holds the work; actions of one carrier
 * happen-before those of the next, by way of the state.
 *
 * <p>{@link #wake}, {@link #enter}, {@link #end} and {@link #hasLoopEnded} are for any thread, the rest is for the carrier.
 */
final class CarrierState {
    private static final int AWAY = 0;
    private static final int IN_LOOP = 1;
    private static final int HELPING = 2;
    private static final int CARRYING_ON = 3;
    private static final int RESTING = 4;

    private static final VarHandle STATE =
            fieldVarHandle(lookup(), "state", VarHandle.class, CarrierState.class, int.class);

    /** What the state has done to the loop and its threads. */
    interface Carrying {
        /** Whether a thread can run now. */
        boolean hasWork();

        /** Whether there is something to carry, now or later. */
        boolean isNeeded();

        /** Puts the source into the loop. Called by any thread. */
        void enterLoop();

        /** Takes the source out of the loop. */
        void leaveLoop();

        /** Makes the loop perform the source. Called by any thread. */
        void signal();

        /** Unparks the loop's thread, which is helping. Called by any thread. */
        void wakeHelper();

        /** Starts a successor, which carries until it {@linkplain #rest rests}. Called by any thread. */
        void startSuccessor();
    }

    private final Carrying carrying;
    // AWAY to IN_LOOP, RESTING to CARRYING_ON, and the end: any thread, by CAS. The rest: the carrier.
    private volatile int state = AWAY;

    CarrierState(Carrying carrying) {
        this.carrying = carrying;
    }

    /** There is more work, already visible to other threads: sees to it that it is carried. */
    void wake() {
        switch (state) {
            case AWAY -> {
                enter();
                carrying.signal();
            }
            case IN_LOOP -> carrying.signal();
            case HELPING -> carrying.wakeHelper();
            case RESTING -> carryOn();
            default -> {} // a successor looks for work before it rests
        }
    }

    /** There will be work: puts the source into the loop if it is not there. */
    void enter() {
        if (state == AWAY && STATE.compareAndSet(this, AWAY, IN_LOOP)) {
            carrying.enterLoop();
        }
    }

    /** In a pass, with nothing to carry: takes the source out of the loop, unless that has changed meanwhile. */
    void leave() {
        if (state != IN_LOOP) {
            return;
        }
        state = AWAY;
        carrying.leaveLoop();
        if (carrying.isNeeded()) {
            returnToLoop();
        }
    }

    /** The loop's thread carries outside of passes from now on, and looks for work before it parks. */
    void beginHelping() {
        state = HELPING;
    }

    /** The loop carries again. */
    void endHelping() {
        returnToLoop();
    }

    private void returnToLoop() {
        state = IN_LOOP;
        carrying.enterLoop();
        carrying.signal();
    }

    /** The loop has ended. Returns true to the first caller, which has to carry on or start a successor. */
    boolean end() {
        int seen;
        do {
            seen = state;
            if (seen >= CARRYING_ON) {
                return false;
            }
        } while (!STATE.compareAndSet(this, seen, CARRYING_ON));
        return true;
    }

    /** Whether the loop is known to have ended. */
    boolean hasLoopEnded() {
        return state >= CARRYING_ON;
    }

    /** After the end of the loop: no thread can run now. */
    void rest() {
        state = RESTING;
        if (carrying.hasWork()) {
            carryOn();
        }
    }

    private void carryOn() {
        if (!STATE.compareAndSet(this, RESTING, CARRYING_ON)) {
            return; // another thread was quicker
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
