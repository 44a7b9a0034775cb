package dev.runloop.executors;

import dev.runloop.internal.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * Takes a {@link TaskBuffer} to its end: by a shutdown, after which what the policy allows still runs; by a stop, which
 * hands back what never ran; or with its loop, when what never ran is cancelled.
 *
 * <p>The buffer terminates when it is empty, no task of it runs, and no refused or handed-back task is still being dealt
 * with. See {@link RunState} for why nothing is lost or done twice. Thread-safe.
 */
final class TaskTermination {
    private final TaskBuffer buffer;
    private final RunState state;
    private final TaskQueue queue;
    private final DelayedTasks delayed;
    private final TaskStack stack;
    private final DrainLock drainLock; // the stack's
    private final Runnable leaveLoop;
    private final Runnable onEnd;
    private final BooleanSupplier isEmpty;
    private volatile boolean mayHavePeriodic; // in the queue: some thread has offered one
    private volatile boolean loopHasEnded;
    private int unsettled; // with the lock: tasks about to be cancelled or handed back, which the end waits for

    TaskTermination(TaskBuffer buffer, RunState state, Runnable leaveLoop, Runnable onEnd) {
        this.buffer = buffer;
        this.state = state;
        this.queue = buffer.queue();
        this.delayed = buffer.delayed();
        this.stack = buffer.stack();
        this.drainLock = stack.drainLock();
        this.leaveLoop = leaveLoop;
        this.onEnd = onEnd;
        this.isEmpty = buffer::isEmpty;
    }

    // ---- shutdown ----

    /** Stops accepting tasks. What has been accepted still runs, except for what the policy cancels. */
    void shutdown() {
        closeDoor();
        refuseAfterShutdown();
    }

    /** Stops accepting tasks, and releases the threads that wait for room. */
    void closeDoor() {
        Capacity capacity = queue.capacity();
        if (state.shutdown() && capacity != null) {
            capacity.open();
        }
    }

    /** Before a periodic task is offered to the queue: a shutdown has to look for it there. */
    void expectPeriodicInQueue() {
        mayHavePeriodic = true;
    }

    /** Refuses all waiting tasks that may not run after a shutdown. */
    void refuseAfterShutdown() {
        drainLock.acquire();
        try {
            delayed.refuseAfterShutdown();
            if (mayHavePeriodic) {
                queue.sweep(this::isRefused);
            }
        } finally {
            release();
        }
    }

    private boolean isRefused(Runnable task) {
        boolean isRefused = task instanceof ScheduledTask<?> scheduled
                && scheduled.executor().buffer() == buffer
                && !scheduled.isWaiting()
                && scheduled.isPeriodic()
                && !delayed.mayWait(scheduled);
        if (isRefused) {
            delayed.refuse((ScheduledTask<?>) task);
        }
        return isRefused;
    }

    // ---- stop ----

    /** Stops accepting tasks, ahead of {@link #stop}. */
    void closeDoorToStop() {
        state.announceStop();
        closeDoor();
    }

    /** Begins no more tasks, and returns those that never ran. The end waits until {@link #interruptAll} is called. */
    List<Runnable> stop() {
        closeDoorToStop();
        List<Runnable> neverRan = new ArrayList<>();
        drainLock.acquire();
        try {
            unsettled++;
            state.stop();
            queue.drainTo(neverRan);
            neverRan.addAll(delayed.takeAll());
        } finally {
            drainLock.release();
        }
        neverRan.removeIf(task -> !SharedTask.takeBack(task));
        neverRan.replaceAll(DecoratedTask::original);
        neverRan.removeIf(TaskTermination::isOfNoUse);
        return neverRan;
    }

    private static boolean isOfNoUse(Runnable task) {
        if (task instanceof Spare spare) {
            spare.drop();
            return true; // the task itself is in another queue
        }
        try {
            return task instanceof Future<?> future && future.isDone();
        } catch (Throwable e) { // from a user's future
            return false;
        }
    }

    /** After {@link #stop}: interrupts the running tasks, and ends the buffer if there are none. */
    void interruptAll() {
        stack.interruptAll(buffer);
        handedBack();
    }

    private void handedBack() {
        drainLock.acquire();
        try {
            unsettled--;
        } finally {
            release();
        }
    }

    /** The loop has ended: unless the buffer has too, cancels what never ran. */
    void loopHasEnded() {
        if (state.isTerminated()) {
            return;
        }
        loopHasEnded = true;
        try {
            cancelAll(stop());
        } finally {
            handedBack();
        }
    }

    /** Whether the buffer was stopped because its loop had ended. */
    boolean isLeftByLoop() {
        return loopHasEnded;
    }

    /** Cancels what can be cancelled, and runs dependents here. */
    private static void cancelAll(List<? extends Runnable> tasks) {
        for (Runnable task : tasks) {
            try {
                switch (task) {
                    case Future<?> future -> future.cancel(false);
                    case DependentsPlace.Dependent dependent -> dependent.runLate();
                    default -> {}
                }
            } catch (Throwable e) { // from user code
                Failures.report(null, e);
            }
        }
    }

    // ---- after any change under the lock ----

    /** Releases the lock, cancels what was refused under it, and ends the buffer if that is due. */
    void release() {
        List<ScheduledTask<?>> toCancel;
        try {
            toCancel = takeRefused();
        } finally {
            drainLock.release();
        }
        settle(toCancel);
    }

    /** With the lock: takes out the refused tasks, which the caller must {@link #settle} after releasing it. */
    List<ScheduledTask<?>> takeRefused() {
        List<ScheduledTask<?>> taken = delayed.takeRefused();
        unsettled += taken.size();
        return taken;
    }

    /** Without the lock: cancels tasks that were refused under it, and ends the buffer if that is due. */
    void settle(List<ScheduledTask<?>> toCancel) {
        try {
            if (!toCancel.isEmpty()) {
                cancelRefused(toCancel);
            }
        } finally {
            endIfShutDown();
        }
    }

    private void cancelRefused(List<ScheduledTask<?>> toCancel) {
        try {
            cancelAll(toCancel);
        } finally {
            drainLock.acquire();
            unsettled -= toCancel.size();
            drainLock.release();
        }
    }

    /** Without the lock: ends the buffer if it is shut down and nothing is left. */
    void endIfShutDown() {
        if (state.mayEnd()) {
            endIfDone();
        }
    }

    private void endIfDone() {
        boolean ends = false;
        drainLock.acquire();
        try {
            ends = unsettled == 0 && !stack.isRunning(buffer) && state.tryToEnd(isEmpty);
        } finally {
            drainLock.release();
        }
        if (ends) {
            end();
        }
    }

    /** Takes each step whatever becomes of the others. */
    private void end() {
        try {
            leaveLoop.run();
        } finally {
            try {
                stack.leave(buffer.loop());
            } finally {
                onEnd.run();
            }
        }
    }
}
