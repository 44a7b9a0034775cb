package dev.runloop.executors;

import dev.runloop.RunLoop;
import dev.runloop.Source0;
import dev.runloop.internal.trace.Handoffs;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The command buffer of an executor. Any thread puts tasks in; the loop runs them when it performs the buffer's source or
 * when the timer of the delayed tasks fires.
 *
 * <p>Code that holds the {@linkplain DrainLock drain lock} never calls user code: tasks refused under the lock are
 * cancelled after it has been released. {@link TaskTermination} takes the buffer to its end, and {@link RunState} explains
 * why no task is lost on the way.
 */
final class TaskBuffer {
    private static final int TOMBSTONES_BETWEEN_LOOKS = 64; // a power of two

    private final RunLoop loop;
    private final RunState state = new RunState();
    private final TaskQueue queue; // tasks to run now
    private final DelayedTasks delayed;
    private final TaskCounts counts = new TaskCounts();
    private final TaskStack stack;
    private final DrainLock drainLock; // the stack's
    final TaskSource source;
    private final Queue<Runnable> tasks; // the queue's: saves producers a step
    private final Source0 mark; // the source's, for the same reason
    private final TaskTermination termination;

    /**
     * Makes a buffer that a loop serves.
     *
     * @param onEnd called once, on any thread, when the last task has ended after a shutdown
     */
    TaskBuffer(RunLoop loop, ExecutorSettings settings, Runnable onEnd) {
        this.loop = loop;
        this.queue = new TaskQueue(loop.thread(), settings.newCapacity());
        this.delayed = new DelayedTasks(loop, state, settings.shutdownPolicy());
        this.stack = TaskStack.join(loop);
        this.drainLock = stack.drainLock();
        this.source = new TaskSource(this, state, settings);
        this.tasks = queue.tasks();
        this.mark = source.mark();
        this.termination = new TaskTermination(this, state, source::close, onEnd);
        try {
            source.open(settings.modes());
        } catch (Throwable e) { // the loop has ended; some of the modes may have reported it already
            termination.loopHasEnded();
            throw e;
        }
    }

    // ---- for producers, on any thread ----

    /** Accepts a task that is to run now and has a permit, if one is needed; false if the task is rejected. */
    boolean offer(Runnable task) {
        return offer(task, task);
    }

    /** Like {@link #offer(Runnable)}, for an entry that wraps the task that diagnostics should name. */
    boolean offer(Runnable task, Runnable original) {
        return state.isOpen() && put(task, original);
    }

    private boolean put(Runnable task, Runnable original) {
        Handoffs.handedOff(original);
        tasks.offer(task);
        if (state.isStopped() && takeBack(task)) {
            return false;
        }
        mark.signalAndWakeUp();
        return true;
    }

    /** Like {@link #offer}, for a task that is accepted even if the queue is full. */
    boolean squeezeIn(Runnable task) {
        takePermitRegardless();
        return offer(task);
    }

    /** Like {@link #squeezeIn}, for a dependent of a future, which is accepted until the buffer is stopped. */
    boolean squeezeInDependent(Runnable dependent) {
        if (state.isStopped()) {
            return false;
        }
        takePermitRegardless();
        return put(dependent, dependent);
    }

    private void takePermitRegardless() {
        Capacity capacity = queue.capacity();
        if (capacity != null) {
            capacity.squeeze();
        }
    }

    /** Like {@link #squeezeIn}, for a task scheduled without a delay. */
    boolean offerImmediate(ScheduledTask<?> task) {
        if (task.isPeriodic()) {
            termination.expectPeriodicInQueue();
        }
        return squeezeIn(task) && recheckShutdown();
    }

    /** Accepts a task that waits for its date; false if it is rejected. */
    boolean offerDelayed(ScheduledTask<?> task) {
        if (!state.isOpen()) {
            return false;
        }
        Handoffs.handedOff(task);
        task.setHandedOverBefore(queue.offered());
        delayed.offer(task);
        if (state.isStopped() && takeBack(task)) {
            return false;
        }
        if (source.hasToLook(task)) {
            mark.signalAndWakeUp();
        }
        return recheckShutdown();
    }

    /** A shutdown during the offer may have missed the task, so its sweep is repeated. */
    private boolean recheckShutdown() {
        if (!state.isOpen() && state.mayEnd()) {
            termination.refuseAfterShutdown();
        }
        return true;
    }

    private boolean takeBack(Runnable task) {
        drainLock.acquire();
        try {
            if (!state.isStopped()) {
                return false; // the end was called off; the loop will find the task
            }
            queue.drainTo(queue.late());
            delayed.drainArrivalsTo(queue.late());
            return queue.takeLate(task);
        } finally {
            drainLock.release();
        }
    }

    /** A delayed task was cancelled and has left a tombstone; {@link DelayedTasks} says who sweeps it and when. */
    void tombstoneLeft() {
        int number = delayed.countTombstone();
        if (delayed.areFew()) {
            drainLock.acquire();
            try {
                delayed.sweepTombstones();
            } finally {
                termination.release();
            }
        } else if ((number & (TOMBSTONES_BETWEEN_LOOKS - 1)) == 0 && drainLock.tryAcquire()) {
            boolean isForLoop = false;
            try {
                isForLoop = delayed.hasManyTombstones();
                if (delayed.hasTooManyTombstones()) {
                    delayed.sweepTombstones();
                }
            } finally {
                termination.release();
            }
            if (isForLoop) {
                mark.signalAndWakeUp();
            }
        } else {
            termination.endIfShutDown();
        }
    }

    /**
     * Takes out the task that has waited longest, not counting one that runs or is about to. Returns the newcomer if that
     * task may not be dropped, and null if no task waits.
     */
    @Nullable
    Runnable takeOldest(Runnable newcomer, Predicate<Runnable> mayBeDropped) {
        drainLock.acquire();
        try {
            return queue.takeOldest(!stack.isRunning(this), newcomer, mayBeDropped);
        } finally {
            drainLock.release();
        }
    }

    /** Removes cancelled tasks from the queue. */
    void sweepCancelled() {
        drainLock.acquire();
        try {
            queue.sweep(task -> DecoratedTask.original(task) instanceof LoopTask<?> swept && swept.isDone());
        } finally {
            termination.release();
        }
    }

    // ---- the loop's thread ----

    /** Runs a task now, nested in the running one if there is one, so that each has its own interrupts. */
    void runInside(Runnable task) {
        stack.begin(this);
        try {
            drainLock.enterTask();
            try {
                TaskDrain.callingOutToTask(task);
            } finally {
                drainLock.leaveTask();
                Thread.interrupted(); // meant for this task
            }
        } finally {
            stack.end();
            termination.endIfShutDown();
        }
    }

    /** A periodic task has run and now waits for its next date. */
    void repeat(ScheduledTask<?> task, long deadline) {
        drainLock.acquire();
        try {
            delayed.putAgain(task, deadline);
        } finally {
            termination.release();
        }
    }

    /** Whether a task that has come to its turn, but may be periodic, may still run. */
    boolean mayRun(ScheduledTask<?> task) {
        return !task.isPeriodic() || delayed.mayWait(task);
    }

    // ---- any thread ----

    RunLoop loop() {
        return loop;
    }

    TaskQueue queue() {
        return queue;
    }

    DelayedTasks delayed() {
        return delayed;
    }

    TaskStack stack() {
        return stack;
    }

    TaskCounts counts() {
        return counts;
    }

    TaskTermination termination() {
        return termination;
    }

    boolean isOpen() {
        return state.isOpen();
    }

    /** How many tasks wait for their dates. */
    int delayedCount() {
        drainLock.acquire();
        try {
            return delayed.count();
        } finally {
            drainLock.release();
        }
    }

    /** Whether no task runs or waits to. */
    boolean isIdle() {
        drainLock.acquire();
        try {
            return !stack.isRunning(this) && isEmpty();
        } finally {
            drainLock.release();
        }
    }

    /** With the lock: whether no task waits. */
    boolean isEmpty() {
        return queue.isEmpty() && delayed.isEmpty();
    }
}
