package dev.runloop.executors;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/**
 * How far a {@link TaskBuffer} has come on the way to its end.
 *
 * <pre>
 *   OPEN ──▶ SHUT ──▶ STOPPED          CLOSING is between these two and ENDED, and may be called off
 *                └───────┴──▶ CLOSING ──▶ ENDED
 * </pre>
 *
 * <p><b>Nothing is lost at the end, and nothing is done twice.</b>
 * <ul>
 * <li>A producer looks at the state before it offers a task and again after. A thread that ends the buffer writes {@code
 *     CLOSING}, and only if the queue is still empty after that {@code ENDED}. The offer and the two states are
 *     volatile: either the one who ends sees the task, and goes back; or the producer sees at least {@code CLOSING}.
 * <li>A producer that sees at least {@code STOPPED} looks itself, in its turn, whether its task is still in the queue.
 *     If so it takes it back and reports it as rejected: nobody else will take it out, as from {@code STOPPED} on the
 *     loop takes nothing, and the one who stops has emptied the queue in the turn in which he wrote the state. If it is
 *     not there, the task has run, or the one who stopped has handed it back.
 * <li>A producer that has its turn and sees less than {@code STOPPED} has met with an end that was called off; the one
 *     who called it off has left the task to the loop.
 * </ul>
 *
 * <p>Between {@code SHUT} and {@code STOPPED} the loop may meet with tasks that a shutdown does away with. If it is a stop
 * that has shut the door, announced before that, they are left for it to hand back.
 *
 * <p>The looks are for anyone. All changes but the first are made in turn, so the others are seen by the thread that has it.
 */
final class RunState {
    private static final int OPEN = 0;
    private static final int SHUT = 1; // takes nothing more in, runs what it has
    private static final int STOPPED = 2; // runs nothing more
    private static final int CLOSING = 3; // about to end if nothing has come in between
    private static final int ENDED = 4;

    private static final VarHandle STATE =
            fieldVarHandle(lookup(), "state", VarHandle.class, RunState.class, int.class);

    private volatile int state = OPEN; // written in turn, but for OPEN to SHUT
    private volatile boolean stopping; // set before it is shut by one who will stop it at once

    /** Whether tasks are taken in. */
    boolean isOpen() {
        return state == OPEN;
    }

    /** Whether no more task is begun. */
    boolean isStopped() {
        return state >= STOPPED;
    }

    boolean hasEnded() {
        return state == ENDED;
    }

    /** Whether what is still there is being run, or waited for, so that the end may be near. */
    boolean mayEnd() {
        int seen = state;
        return seen != OPEN && seen != ENDED;
    }

    /** Anyone: takes nothing more in; false if that was so before. */
    boolean shut() {
        return STATE.compareAndSet(this, OPEN, SHUT);
    }

    /** Anyone: will stop it at once, so that nothing is to be refused on its way there which he is to hand back. */
    void announceStop() {
        stopping = true;
    }

    /** Whether somebody is about to stop it, or has. */
    boolean isStopping() {
        return stopping;
    }

    /** In turn: has nothing more begin. The queues must be emptied in the same turn. */
    void stop() {
        state = Math.max(state, STOPPED);
    }

    /** In turn, and when no task runs: ends if it has been stopped, or is shut and empty; true if that is so now. */
    boolean tryToEnd(BooleanSupplier isEmpty) {
        int before = state;
        if (before != STOPPED && !(before == SHUT && isEmpty.getAsBoolean())) {
            return false;
        }
        state = CLOSING;
        boolean ends = before == STOPPED || isEmpty.getAsBoolean();
        state = ends ? ENDED : before;
        return ends;
    }
}
