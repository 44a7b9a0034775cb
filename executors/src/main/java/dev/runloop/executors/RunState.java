package dev.runloop.executors;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/**
 * The life cycle of a {@link TaskBuffer}, with the states of {@link java.util.concurrent.ThreadPoolExecutor}.
 *
 * <pre>
 *   RUNNING ──▶ SHUTDOWN ──▶ STOP
 *                   └────────┴──▶ TIDYING ──▶ TERMINATED        TIDYING may fall back to the state before
 * </pre>
 *
 * <p><b>No task is lost at the end, and none is handled twice.</b>
 * <ul>
 * <li>A producer reads the state before it offers a task, and again afterwards. A thread that ends the buffer writes {@code
 *     TIDYING}, and then {@code TERMINATED} only if the queue is still empty. The offer and both states are volatile, so
 *     either the ending thread sees the task and falls back, or the producer sees at least {@code TIDYING}.
 * <li>A producer that sees {@code STOP} or later takes the drain lock and looks for its task in the queue. If the task is
 *     there, the producer removes it and reports it as rejected. Nobody else will: the loop takes nothing from {@code STOP}
 *     on, and the stopping thread emptied the queue under the same lock as it wrote the state. If the task is not there, it
 *     has run or the stopping thread has handed it back.
 * <li>A producer that holds the lock and sees less than {@code STOP} has met an end that fell back. The thread that tried
 *     to end the buffer leaves the task to the loop.
 * </ul>
 *
 * <p>Between {@code SHUTDOWN} and {@code STOP} the loop may come across tasks that a shutdown cancels. If the shutdown is
 * the first half of an announced stop, it leaves them for the stop to hand back.
 *
 * <p>Any thread may read. All transitions but the first are made with the drain lock held.
 */
final class RunState {
    private static final int RUNNING = 0;
    private static final int SHUTDOWN = 1; // accepts no more tasks, runs those it has
    private static final int STOP = 2; // begins no more tasks
    private static final int TIDYING = 3; // about to terminate unless a task has come meanwhile
    private static final int TERMINATED = 4;

    private static final VarHandle STATE =
            fieldVarHandle(lookup(), "state", VarHandle.class, RunState.class, int.class);

    private volatile int state = RUNNING; // written with the drain lock, except from RUNNING to SHUTDOWN
    private volatile boolean stopping; // written before the shutdown that is the first half of a stop

    /** Whether tasks are accepted. */
    boolean isOpen() {
        return state == RUNNING;
    }

    /** Whether no more tasks are begun. */
    boolean isStopped() {
        return state >= STOP;
    }

    boolean isTerminated() {
        return state == TERMINATED;
    }

    /** Whether the buffer is shut down but not terminated, so that the end may be near. */
    boolean mayEnd() {
        int seen = state;
        return seen != RUNNING && seen != TERMINATED;
    }

    /** Accepts no more tasks; false if that was so before. For any thread. */
    boolean shutdown() {
        return STATE.compareAndSet(this, RUNNING, SHUTDOWN);
    }

    /** Announces a stop, so that the tasks it is to hand back are not refused first. For any thread. */
    void announceStop() {
        stopping = true;
    }

    /** Whether a stop has been announced. */
    boolean isStopping() {
        return stopping;
    }

    /** With the lock: begins no more tasks. The caller must empty the queues before it releases the lock. */
    void stop() {
        state = Math.max(state, STOP);
    }

    /** With the lock, while no task runs: terminates if stopped, or shut down and empty. Returns whether it did. */
    boolean tryToEnd(BooleanSupplier isEmpty) {
        int before = state;
        if (before != STOP && !(before == SHUTDOWN && isEmpty.getAsBoolean())) {
            return false;
        }
        state = TIDYING;
        boolean ends = before == STOP || isEmpty.getAsBoolean();
        state = ends ? TERMINATED : before;
        return ends;
    }
}
