package dev.runloop.executors;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;

/**
 * Whose turn it is with the tasks of a loop's executors: a task goes either to the loop that runs it or to a caller of
 * {@code shutdownNow} that hands it back, never to both, and only the task that is meant is interrupted.
 *
 * <p>The loop takes its turn for each task anew and gives it up before it runs it, so that nobody ever waits for a
 * task to end. One compare-and-set a task does all of it: it takes the turn, and it orders the loop's next look at
 * the state of the executor behind the end of the task.
 *
 * <pre>
 *             begin             enterTask               leaveTask
 *   IDLE ──────────▶ LOCKED ─────────────▶ IN_TASK ─────────────▶ LOCKED … end ▶ IDLE
 *                                           │    ▲ │
 *  anyone else: acquire ▶ + LOCKED ▶ release┘    │ └ pin ▶ + PINNED ▶ unpin
 *                                                └ begin, of a nested run
 * </pre>
 *
 * <p>To <em>pin</em> the loop keeps it where it is, in its task or in none: it can neither leave the task nor begin
 * another inside. A thread that interrupts holds it, so that the interrupt can come to no task but the one it has looked at.
 * The turn can still be had meanwhile, as an interrupt may take its time.
 *
 * <p>Actions before {@code release}, {@code unpin}, {@code enterTask} or {@code end} happen-before those after the next
 * {@code begin}, {@code leaveTask}, {@code acquire} or {@code pin}: each of these is a compare-and-set of the word
 * that those wrote. Nobody blocks or calls out while it is his turn, so the waits are short and only yield.
 */
final class DrainLock extends DrainLockWord.Padded {
    private static final int IDLE = 0;
    private static final int IN_TASK = 1;
    private static final int LOCKED = 1 << 1;
    private static final int PINNED = 1 << 2;

    private static final VarHandle PHASE =
            fieldVarHandle(lookup(), "phase", VarHandle.class, DrainLockWord.Field.class, int.class);

    /** The loop, before the first task, which may be inside another: takes the turn. */
    void begin() {
        int seen;
        do {
            seen = phase & IN_TASK;
        } while (!compareAndSetOrYield(seen, seen | LOCKED));
    }

    /** The loop, with a task in hand: gives the turn up and may be interrupted from here. */
    void enterTask() {
        PHASE.setRelease(this, IN_TASK);
    }

    /** The loop, after its task: takes the turn again, and is no longer interrupted. */
    void leaveTask() {
        while (!compareAndSetOrYield(IN_TASK, LOCKED)) {}
    }

    /** The loop, with nothing more to do: gives the turn up, and is where it was at {@link #begin}. */
    void end(boolean isInTaskAround) {
        PHASE.setRelease(this, isInTaskAround ? IN_TASK : IDLE);
    }

    /** Anyone, but for the loop between begin and end when it is not in a task: takes the turn. */
    void acquire() {
        while (!tryAcquire()) {}
    }

    /** As {@link #acquire()}, but for one attempt: false if it is somebody else's turn. */
    boolean tryAcquire() {
        int seen = phase & ~LOCKED;
        return compareAndSetOrYield(seen, seen | LOCKED);
    }

    /** Gives up the turn that {@link #acquire} took. */
    void release() {
        PHASE.getAndBitwiseAnd(this, ~LOCKED);
    }

    /** Anyone, whose turn it is not: keeps the loop in the task that it is in, or out of any. */
    void pin() {
        int seen;
        do {
            seen = phase & IN_TASK;
        } while (!compareAndSetOrYield(seen, seen | PINNED));
    }

    /** Lets the loop go that {@link #pin} has pinned. */
    void unpin() {
        PHASE.getAndBitwiseAnd(this, ~PINNED);
    }

    @SuppressWarnings("ThreadPriorityCheck") // a thread that has the turn may be waiting for this processor
    private boolean compareAndSetOrYield(int expected, int next) {
        if (PHASE.compareAndSet(this, expected, next)) {
            return true;
        }
        Thread.yield();
        return false;
    }
}
