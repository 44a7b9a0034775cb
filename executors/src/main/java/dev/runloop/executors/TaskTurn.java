package dev.runloop.executors;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Whose turn it is to take tasks from an executor: a task goes either to the loop that runs it or to a caller of
 * {@code shutdownNow} that hands it back, never to both, and only the task that runs is interrupted.
 *
 * <p>The loop takes its turn for each task anew and gives it up before it runs it, so that nobody ever waits for a
 * task to end. One compare-and-set a task does all of it: it takes the turn, and it orders the loop's next look at
 * the state of the executor behind the end of the task.
 *
 * <pre>
 *             begin             enterTask               leaveTask
 *   IDLE ───────────▶ TAKEN ──────────────▶ IN_TASK ──────────────▶ TAKEN … end ▶ IDLE
 *                                           │    ▲
 *   anyone else: acquire ▶ + TAKEN ▶ release│    │interrupt ▶ + INTERRUPTING, then without
 * </pre>
 *
 * <p>Actions before {@code release}, {@code enterTask} or {@code end} happen-before those after the next {@code begin},
 * {@code leaveTask} or {@code acquire}. Nobody blocks or calls out while it is his turn, so the waits are short
 * and only yield.
 */
final class TaskTurn extends TurnPhase.Padded {
    private static final int IDLE = 0;
    private static final int IN_TASK = 1;
    private static final int TAKEN = 1 << 1;
    private static final int INTERRUPTING = 1 << 2;

    private static final VarHandle PHASE;

    static {
        try {
            PHASE = MethodHandles.lookup().findVarHandle(TurnPhase.Field.class, "phase", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * The loop, before the first task: takes the turn.
     *
     * @return whether the loop is in a task already, which has run the loop again
     */
    boolean begin() {
        return acquire();
    }

    /** The loop, with a task in hand: gives the turn up and may be interrupted from here. */
    void enterTask() {
        PHASE.setRelease(this, IN_TASK);
    }

    /** The loop, after its task: takes the turn again, and is no longer interrupted. */
    void leaveTask() {
        while (!compareAndSetOrYield(IN_TASK, TAKEN)) {}
    }

    /** The loop, with nothing more to do: gives the turn up, and is where it was at {@link #begin}. */
    void end(boolean wasInTask) {
        PHASE.setRelease(this, wasInTask ? IN_TASK : IDLE);
    }

    /**
     * Anyone, but for the loop between begin and end when it is not in a task: takes the turn.
     *
     * @return whether the loop is in a task
     */
    boolean acquire() {
        int seen;
        do {
            seen = phase & IN_TASK;
        } while (!compareAndSetOrYield(seen, seen | TAKEN));
        return seen == IN_TASK;
    }

    /** Gives up the turn that {@link #acquire} took. */
    void release() {
        PHASE.getAndBitwiseAnd(this, ~TAKEN);
    }

    /** Whether the loop is in a task; to be asked by whoever has the turn. */
    boolean isInTask() {
        return (phase & IN_TASK) != 0;
    }

    /** Interrupts the loop's thread if it is in a task, and only then. */
    void interruptTask(Thread thread) {
        while (isInTask()) {
            if (compareAndSetOrYield(IN_TASK, IN_TASK | INTERRUPTING)) {
                thread.interrupt();
                PHASE.getAndBitwiseAnd(this, ~INTERRUPTING);
                return;
            }
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // whoever has the turn may be waiting for this processor
    private boolean compareAndSetOrYield(int expected, int next) {
        if (PHASE.compareAndSet(this, expected, next)) {
            return true;
        }
        Thread.yield();
        return false;
    }
}
