package dev.runloop.executors;

import dev.runloop.RunLoop;
import dev.runloop.Source0;
import dev.runloop.internal.Failures;
import dev.runloop.internal.trace.Handoffs;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The command buffer of an executor: tasks come in from any thread, and the loop runs them when it performs the source
 * that stands for the buffer, or fires the timer of the delayed ones.
 *
 * <p>A thread that has the {@linkplain DrainLock drainLock} calls nobody out; tasks that were refused in it are cancelled when it
 * is over. {@link RunState} says why nothing is lost at the end.
 */
final class TaskBuffer {
    private static final int TOMBSTONES_BETWEEN_LOOKS = 64; // a power of two

    private final RunLoop loop;
    private final Runnable onEnd;
    private final RunState state = new RunState();
    private final TaskQueue queue; // tasks to run now
    private final DelayedTasks delayed;
    private final TaskCounts counts = new TaskCounts();
    private final TaskStack stack;
    private final DrainLock drainLock; // that of stack
    private final TaskSource source;
    private final Queue<Runnable> tasks; // that of queue, and
    private final Source0 mark; // that of source: one step less for producers
    private final BooleanSupplier isEmpty = this::isEmpty;
    private volatile boolean mayHavePeriodic; // in the queue: somebody has offered one
    private volatile boolean loopHasEnded;
    private int unsettled; // in turn: how many are about to be cancelled or handed back, which the end waits for

    /**
     * A buffer that is served on a loop.
     *
     * @param onEnd told once, on any thread, when the last task has ended after a shutdown
     */
    TaskBuffer(RunLoop loop, ExecutorSettings settings, Runnable onEnd) {
        this.loop = loop;
        this.onEnd = onEnd;
        this.queue = new TaskQueue(loop.thread(), settings.newCapacity());
        this.delayed = new DelayedTasks(loop, state, settings.shutdownPolicy());
        this.stack = TaskStack.join(loop);
        this.drainLock = stack.drainLock();
        this.source = new TaskSource(this, state, settings);
        this.tasks = queue.tasks();
        this.mark = source.mark();
        try {
            source.open(settings.modes());
        } catch (Throwable e) { // the loop has ended, and may have said so for some of the modes already
            loopHasEnded();
            throw e;
        }
    }

    // ---- for producers, on any thread ----

    /** Takes a task in that is to run now, for which there is room; false if it is rejected. */
    boolean offer(Runnable task) {
        return offer(task, task);
    }

    /** As {@link #offer(Runnable)}, for a task that stands for another, which is the one that people know. */
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

    /** As {@link #offer}, for one that is taken in whether there is room or not. */
    boolean squeezeIn(Runnable task) {
        Capacity capacity = queue.capacity();
        if (capacity != null) {
            capacity.squeeze();
        }
        return offer(task);
    }

    /** As {@link #squeezeIn}, for a dependent of a future, which is taken in until the buffer is stopped. */
    boolean squeezeInDependent(Runnable dependent) {
        if (state.isStopped()) {
            return false;
        }
        Capacity capacity = queue.capacity();
        if (capacity != null) {
            capacity.squeeze();
        }
        return put(dependent, dependent);
    }

    /** As {@link #squeezeIn}, for one that has been scheduled without a delay. */
    boolean offerImmediate(ScheduledTask<?> task) {
        if (task.isPeriodic()) {
            mayHavePeriodic = true;
        }
        return squeezeIn(task) && hasComeIn();
    }

    /** Takes a task in that waits for its date; false if it is rejected. */
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
        return hasComeIn();
    }

    /** A scheduled task has come in: if it was shut meanwhile, that is done once more which a shutdown does. */
    private boolean hasComeIn() {
        if (!state.isOpen() && state.mayEnd()) {
            refuseAfterShutdown();
        }
        return true;
    }

    private boolean takeBack(Runnable task) {
        drainLock.acquire();
        try {
            if (!state.isStopped()) {
                return false; // the end has been called off; the loop will find the task
            }
            queue.drainTo(queue.late());
            delayed.drainArrivalsTo(queue.late());
            return queue.takeLate(task);
        } finally {
            drainLock.release();
        }
    }

    /**
     * A delayed task has been cancelled, and its tombstone lies where it waited. Where few tasks wait it is cleared away at
     * once. Else the loop is asked to, when there are many tombstones; if it does not, because it is busy or runs in other
     * modes, this does some of it.
     */
    void tombstoneLeft() {
        int number = delayed.countTombstone();
        if (delayed.areFew()) {
            drainLock.acquire();
            try {
                delayed.sweepTombstones();
            } finally {
                release();
            }
        } else if ((number & (TOMBSTONES_BETWEEN_LOOKS - 1)) == 0 && drainLock.tryAcquire()) {
            boolean isForLoop = false;
            try {
                isForLoop = delayed.hasManyTombstones();
                if (delayed.hasTooManyTombstones()) {
                    delayed.sweepTombstones();
                }
            } finally {
                release();
            }
            if (isForLoop) {
                mark.signalAndWakeUp();
            }
        } else if (state.mayEnd()) {
            endIfDone();
        }
    }

    /**
     * Takes the task out that has waited for the longest time, not counting one that runs or is about to; answers the
     * newcomer if that task may not be dropped, and null if there is none.
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

    /** Lets go of what is left in the queue of tasks that have been cancelled. */
    void sweepCancelled() {
        drainLock.acquire();
        try {
            queue.sweep(task -> DecoratedTask.original(task) instanceof LoopTask<?> swept && swept.isDone());
        } finally {
            release();
        }
    }

    /** The loop's thread: runs a task now, inside the one that runs if there is one, so that each has its own interrupts. */
    void runInside(Runnable task) {
        stack.begin(this);
        try {
            drainLock.enterTask();
            try {
                TaskDrain.callingOutToTask(task);
            } finally {
                drainLock.leaveTask();
                Thread.interrupted(); // it was meant for this task
            }
        } finally {
            stack.end();
            settle(List.of());
        }
    }

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

    /** How many tasks there are that wait for their dates. */
    int delayedCount() {
        drainLock.acquire();
        try {
            return delayed.count();
        } finally {
            drainLock.release();
        }
    }

    /** Whether nothing runs or is to run. */
    boolean isIdle() {
        drainLock.acquire();
        try {
            return !stack.isRunning(this) && isEmpty();
        } finally {
            drainLock.release();
        }
    }

    /** Whether a task that has come to run, but may be periodic, still may. */
    boolean mayRun(ScheduledTask<?> task) {
        return !task.isPeriodic() || delayed.mayWait(task);
    }

    /** A periodic task has run and waits for its next date. */
    void repeat(ScheduledTask<?> task, long deadline) {
        drainLock.acquire();
        try {
            delayed.putAgain(task, deadline);
        } finally {
            release();
        }
    }

    // ---- the end, on any thread ----

    boolean isOpen() {
        return state.isOpen();
    }

    /** Takes nothing more in. What is there still runs, but for what the policy does away with. */
    void shut() {
        closeDoor();
        refuseAfterShutdown();
    }

    private void refuseAfterShutdown() {
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

    /** In turn: whether a task of the queue has been scheduled and is to be cancelled. */
    private boolean isRefused(Runnable task) {
        boolean isRefused = task instanceof ScheduledTask<?> scheduled
                && scheduled.executor().buffer() == this
                && !scheduled.isWaiting()
                && scheduled.isPeriodic()
                && !delayed.mayWait(scheduled);
        if (isRefused) {
            delayed.refuse((ScheduledTask<?>) task);
        }
        return isRefused;
    }

    /** Runs nothing more, and hands back what never ran; which the end waits for until {@link #interruptAll}. */
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
        neverRan.removeIf(TaskBuffer::isOfNoUse);
        return neverRan;
    }

    private static boolean isOfNoUse(Runnable task) {
        if (task instanceof Spare spare) {
            spare.drop();
            return true; // the task itself is in another queue
        }
        try {
            return task instanceof Future<?> future && future.isDone();
        } catch (Throwable e) { // from a future of somebody else's
            return false;
        }
    }

    /** After {@link #stop}: interrupts the tasks that run, and ends if none does. */
    void interruptAll() {
        stack.interruptAll(this);
        handedBack();
    }

    /** The loop has ended, unless this has: what never ran is cancelled. */
    void loopHasEnded() {
        if (state.hasEnded()) {
            return;
        }
        loopHasEnded = true;
        try {
            endAll(stop());
        } finally {
            handedBack();
        }
    }

    /** Whether it has been stopped because the loop had ended. */
    boolean isLeftByLoop() {
        return loopHasEnded;
    }

    /** Cancels what can be cancelled, and has dependents run here. */
    private static void endAll(List<? extends Runnable> tasks) {
        for (Runnable task : tasks) {
            try {
                switch (task) {
                    case Future<?> future -> future.cancel(false);
                    case DependentsPlace.Dependent dependent -> dependent.runLate();
                    default -> {}
                }
            } catch (Throwable e) { // from somebody else's code
                Failures.tell(null, e);
            }
        }
    }

    /** Takes nothing more in, for it is to {@link #stop} at once. */
    void closeDoorToStop() {
        state.announceStop();
        closeDoor();
    }

    /** Takes nothing more in, and tells those who wait for room. */
    void closeDoor() {
        Capacity capacity = queue.capacity();
        if (state.shut() && capacity != null) {
            capacity.open();
        }
    }

    private void handedBack() {
        drainLock.acquire();
        try {
            unsettled--;
        } finally {
            release();
        }
    }

    /** Gives up the turn, cancels what was refused in it, and ends the buffer if that is due. */
    private void release() {
        List<ScheduledTask<?>> toCancel;
        try {
            toCancel = takeRefused();
        } finally {
            drainLock.release();
        }
        settle(toCancel);
    }

    /** In turn: takes those out that were refused, for the caller to {@link #settle} when it is over. */
    List<ScheduledTask<?>> takeRefused() {
        List<ScheduledTask<?>> taken = delayed.takeRefused();
        unsettled += taken.size();
        return taken;
    }

    /** Out of turn: cancels what was refused in it, and ends the buffer if that is due. */
    void settle(List<ScheduledTask<?>> toCancel) {
        try {
            if (!toCancel.isEmpty()) {
                cancelRefused(toCancel);
            }
        } finally {
            if (state.mayEnd()) {
                endIfDone();
            }
        }
    }

    private void cancelRefused(List<ScheduledTask<?>> toCancel) {
        try {
            endAll(toCancel);
        } finally {
            drainLock.acquire();
            unsettled -= toCancel.size();
            drainLock.release();
        }
    }

    private void endIfDone() {
        boolean ends = false;
        drainLock.acquire();
        try {
            ends = unsettled == 0 && !stack.isRunning(this) && state.tryToEnd(isEmpty);
        } finally {
            drainLock.release();
        }
        if (ends) {
            leaveLoop();
        }
    }

    /** Each step is made, whatever becomes of the others. */
    private void leaveLoop() {
        try {
            source.close();
        } finally {
            try {
                stack.leave(loop);
            } finally {
                onEnd.run();
            }
        }
    }

    private boolean isEmpty() {
        return queue.isEmpty() && delayed.isEmpty();
    }
}
