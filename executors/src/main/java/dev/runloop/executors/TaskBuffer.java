package dev.runloop.executors;

import dev.runloop.RunLoop;
import dev.runloop.Source0;
import dev.runloop.internal.Handovers;
import dev.runloop.internal.Origins;
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
 * <p>Whoever has the {@linkplain TaskTurn turn} calls nobody out; tasks that were refused in it are cancelled when it
 * is over. {@link EndState} says why nothing is lost at the end.
 */
final class TaskBuffer {
    private static final int SHELLS_BETWEEN_LOOKS = 64; // a power of two

    private final RunLoop loop;
    private final Runnable onEnd;
    private final EndState end = new EndState();
    private final TaskQueue queue; // tasks to run now
    private final DelayedTasks delayed;
    private final TaskCounts counts = new TaskCounts();
    private final RunningTasks running;
    private final TaskTurn turn; // that of running
    private final TaskSource source;
    private final Queue<Runnable> tasks; // that of queue, and
    private final Source0 mark; // that of source: one step less for producers
    private final BooleanSupplier isEmpty = this::isEmpty;
    private int unsettled; // in turn: how many are about to be cancelled or handed back, which the end waits for

    /**
     * A buffer that is served on a loop.
     *
     * @param onEnd told once, on any thread, when the last task has ended after a shutdown
     */
    TaskBuffer(RunLoop loop, ExecutorSettings settings, Runnable onEnd) {
        this.loop = loop;
        this.onEnd = onEnd;
        this.queue = new TaskQueue(loop.thread(), settings.newRoom());
        this.delayed = new DelayedTasks(loop, end, settings.shutdownPolicy());
        this.running = RunningTasks.join(loop);
        this.turn = running.turn();
        this.source = new TaskSource(this, end, settings);
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
        return end.isOpen() && put(task, original);
    }

    private boolean put(Runnable task, Runnable original) {
        Origins.note(original);
        Handovers.note(original);
        tasks.offer(task);
        if (end.isStopped() && takeBack(task)) {
            return false;
        }
        mark.signalAndWakeUp();
        return true;
    }

    /** As {@link #offer}, for one that is taken in whether there is room or not. */
    boolean squeezeIn(Runnable task) {
        Room room = queue.room();
        if (room != null) {
            room.squeeze();
        }
        return offer(task);
    }

    /** As {@link #squeezeIn}, for a dependent of a future, which is taken in until the buffer is stopped. */
    boolean squeezeInDependent(Runnable dependent) {
        if (end.isStopped()) {
            return false;
        }
        Room room = queue.room();
        if (room != null) {
            room.squeeze();
        }
        return put(dependent, dependent);
    }

    /** Takes a task in that waits for its date; false if it is rejected. */
    boolean offerDelayed(ScheduledTask<?> task) {
        if (!end.isOpen()) {
            return false;
        }
        Origins.note(task);
        Handovers.note(task);
        delayed.offer(task);
        if (end.isStopped() && takeBack(task)) {
            return false;
        }
        if (source.hasToLook(task)) {
            mark.signalAndWakeUp();
        }
        return true;
    }

    private boolean takeBack(Runnable task) {
        turn.acquire();
        try {
            if (!end.isStopped()) {
                return false; // the end has been called off; the loop will find the task
            }
            queue.drainTo(queue.late());
            delayed.drainArrivalsTo(queue.late());
            return queue.takeLate(task);
        } finally {
            turn.release();
        }
    }

    /**
     * A delayed task has been cancelled, and its shell lies where it waited. Where few tasks wait it is cleared away at
     * once. Else the loop is asked to, when there are many shells; if it does not, because it is busy or runs in other
     * modes, this does some of it.
     */
    void shellIsLeft() {
        int number = delayed.countShell();
        if (delayed.areFew()) {
            turn.acquire();
            delayed.clearShells();
            release();
        } else if ((number & (SHELLS_BETWEEN_LOOKS - 1)) == 0 && turn.tryAcquire()) {
            boolean isForLoop = delayed.hasManyShells();
            if (delayed.hasTooManyShells()) {
                delayed.clearShells();
            }
            release();
            if (isForLoop) {
                mark.signalAndWakeUp();
            }
        } else if (end.mayEnd()) {
            endIfDone();
        }
    }

    /** Takes the task out that would run next, if it may be dropped; null if it may not, or if there is none. */
    @Nullable
    Runnable takeOldest(Predicate<Runnable> mayBeDropped) {
        turn.acquire();
        try {
            return queue.pollIf(mayBeDropped);
        } finally {
            turn.release();
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

    RunningTasks running() {
        return running;
    }

    TaskCounts counts() {
        return counts;
    }

    /** How many tasks there are that wait for their dates. */
    int delayedCount() {
        turn.acquire();
        int count = delayed.count();
        turn.release();
        return count;
    }

    /** Whether nothing runs or is to run. */
    boolean isIdle() {
        turn.acquire();
        try {
            return !running.isRunning(this) && isEmpty();
        } finally {
            turn.release();
        }
    }

    /** Whether a task that has come to run, but may be periodic, still may. */
    boolean mayRun(ScheduledTask<?> task) {
        return !task.isPeriodic() || delayed.mayWait(task);
    }

    /** A periodic task has run and waits for its next date. */
    void repeat(ScheduledTask<?> task) {
        turn.acquire();
        delayed.put(task);
        release();
    }

    // ---- the end, on any thread ----

    boolean isOpen() {
        return end.isOpen();
    }

    /** Takes nothing more in. What is there still runs, but for what the policy does away with. */
    void shut() {
        closeDoor();
        turn.acquire();
        delayed.refuseAfterShutdown();
        release();
    }

    /** Runs nothing more, and hands back what never ran; which the end waits for until {@link #interruptAll}. */
    List<Runnable> stop() {
        closeDoorToStop();
        List<Runnable> neverRan = new ArrayList<>();
        turn.acquire();
        try {
            unsettled++;
            end.stop();
            queue.drainTo(neverRan);
            neverRan.addAll(delayed.takeAll());
        } finally {
            turn.release();
        }
        neverRan.replaceAll(DecoratedTask::original);
        neverRan.removeIf(TaskBuffer::isOfNoUse);
        return neverRan;
    }

    private static boolean isOfNoUse(Runnable task) {
        if (task instanceof Spare spare) {
            spare.drop();
            return true; // the task itself is in another queue
        }
        return task instanceof Future<?> future && future.isDone();
    }

    /** After {@link #stop}: interrupts the tasks that run, and ends if none does. */
    void interruptAll() {
        running.interruptAll(this);
        handedBack();
    }

    /** The loop has ended, unless this has: what never ran is cancelled. */
    void loopHasEnded() {
        if (end.hasEnded()) {
            return;
        }
        for (Runnable task : stop()) {
            switch (task) {
                case Future<?> future -> future.cancel(false);
                case DependentsPlace.Dependent dependent -> dependent.runLate();
                default -> {}
            }
        }
        handedBack();
    }

    /** Takes nothing more in, for it is to {@link #stop} at once. */
    void closeDoorToStop() {
        end.announceStop();
        closeDoor();
    }

    /** Takes nothing more in, and tells those who wait for room. */
    void closeDoor() {
        Room room = queue.room();
        if (end.shut() && room != null) {
            room.open();
        }
    }

    private void handedBack() {
        turn.acquire();
        unsettled--;
        release();
    }

    /** Gives up the turn, cancels what was refused in it, and ends the buffer if that is due. */
    private void release() {
        List<ScheduledTask<?>> toCancel = takeRefused();
        turn.release();
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
        if (!toCancel.isEmpty()) {
            toCancel.forEach(task -> task.cancel(false));
            turn.acquire();
            unsettled -= toCancel.size();
            turn.release();
        }
        if (end.mayEnd()) {
            endIfDone();
        }
    }

    private void endIfDone() {
        turn.acquire();
        boolean ends = unsettled == 0 && !running.isRunning(this) && end.tryToEnd(isEmpty);
        turn.release();
        if (ends) {
            source.close();
            running.leave();
            onEnd.run();
        }
    }

    private boolean isEmpty() {
        return queue.isEmpty() && delayed.isEmpty();
    }
}
