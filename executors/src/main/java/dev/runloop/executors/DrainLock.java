package dev.runloop.executors;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;

/**
 * The lock under which the tasks of a loop's executors are taken out of their queues. It makes sure that each task goes
 * either to the loop, which runs it, or to a caller of {@code shutdownNow}, which hands it back, and that an interrupt
 * reaches only the task it is meant for.
 *
 * <p>{@code shutdownNow} may be called from any thread while the loop is taking tasks, must return at once, and must never
 * hand back a running task. So the loop takes the lock for each task and releases it before it runs the task; no thread ever
 * waits for a task to end. One compare-and-set per task does it all: it takes the lock, and orders the loop's next look at
 * the state of the executor after the end of the task.
 *
 * <pre>
 *             begin             enterTask               leaveTask
 *   IDLE ──────────▶ LOCKED ─────────────▶ IN_TASK ─────────────▶ LOCKED … end ▶ IDLE
 *                                           │    ▲ │
 *  any other: acquire ▶ + LOCKED ▶ release ─┘    │ └ pin ▶ + PINNED ▶ unpin
 *                                                └ begin, of a nested run
 * </pre>
 *
 * <p>To <em>pin</em> the loop keeps it where it is, inside its task or outside of any: it can neither leave the task nor begin
 * another one in it. A thread that interrupts a task pins the loop first, so that no task but the one it has looked at can
 * receive the interrupt. The lock stays available meanwhile, as an interrupt may take its time.
 *
 * <p>Actions before {@code release}, {@code unpin}, {@code enterTask} or {@code end} happen-before those after the next
 * {@code begin}, {@code leaveTask}, {@code acquire} or {@code pin}, each of which is a compare-and-set of the word that the
 * former wrote. A thread that holds the lock neither blocks nor calls user code, so waiting threads just yield.
 */
final class DrainLock extends DrainLockWord.Padded {
    private static final int IDLE = 0;
    private static final int IN_TASK = 1;
    private static final int LOCKED = 1 << 1;
    private static final int PINNED = 1 << 2;

    private static final VarHandle PHASE =
            fieldVarHandle(lookup(), "phase", VarHandle.class, DrainLockWord.Field.class, int.class);

    /** The loop, before the first task, which may be nested in another: takes the lock. */
    void begin() {
        int seen;
        do {
            seen = phase & IN_TASK;
        } while (!compareAndSetOrYield(seen, seen | LOCKED));
    }

    /** The loop, with a task in hand: releases the lock, and may be interrupted from here on. */
    void enterTask() {
        PHASE.setRelease(this, IN_TASK);
    }

    /** The loop, after its task: takes the lock again, and is no longer interrupted. */
    void leaveTask() {
        while (!compareAndSetOrYield(IN_TASK, LOCKED)) {}
    }

    /** The loop, with nothing more to run: releases the lock, and is where it was at {@link #begin}. */
    void end(boolean isInTaskAround) {
        PHASE.setRelease(this, isInTaskAround ? IN_TASK : IDLE);
    }

    /** Any thread, except the loop between begin and end while it is not in a task: takes the lock. */
    void acquire() {
        while (!tryAcquire()) {}
    }

    /** Like {@link #acquire()}, with one attempt: false if another thread has the lock. */
    boolean tryAcquire() {
        int seen = phase & ~LOCKED;
        return compareAndSetOrYield(seen, seen | LOCKED);
    }

    /** Releases what {@link #acquire} took. */
    void release() {
        PHASE.getAndBitwiseAnd(this, ~LOCKED);
    }

    /** Any thread without the lock: keeps the loop in its task, or out of any. */
    void pin() {
        int seen;
        do {
            seen = phase & IN_TASK;
        } while (!compareAndSetOrYield(seen, seen | PINNED));
    }

    /** Lets the loop go on after {@link #pin}. */
    void unpin() {
        PHASE.getAndBitwiseAnd(this, ~PINNED);
    }

    @SuppressWarnings("ThreadPriorityCheck") // the thread that has the lock may be waiting for this processor
    private boolean compareAndSetOrYield(int expected, int next) {
        if (PHASE.compareAndSet(this, expected, next)) {
            return true;
        }
        Thread.yield();
        return false;
    }
}
