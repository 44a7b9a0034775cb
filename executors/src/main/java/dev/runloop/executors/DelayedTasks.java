package dev.runloop.executors;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.internal.DeadlineHeap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of an executor that wait for their dates: a heap of their own, driven by one timer of the loop. So a loop
 * with a million delayed tasks has one timer more, not a million.
 *
 * <p>The heap may be touched by whoever has the {@linkplain TaskTurn turn}; the timer belongs to the loop.
 */
final class DelayedTasks {
    /** Far beyond any deadline: the timer fires by the dates that it is set to. */
    private static final Duration NEVER = Duration.ofDays(365 * 100);

    private final RunLoop loop;
    private final List<RunLoopMode> modes;
    private final Runnable onDue;
    private final DeadlineHeap<ScheduledTask<?>> heap;
    private volatile @Nullable RunLoopTimer timer; // made by the loop for the first task
    private boolean armed; // the timer has been set, and has not fired since
    private long armedFor;

    DelayedTasks(RunLoop loop, List<RunLoopMode> modes, Runnable onDue) {
        this.loop = loop;
        this.modes = modes;
        this.onDue = onDue;
        this.heap = new DeadlineHeap<>(loop.clock()::rank);
    }

    /** Has a task wait for its date, unless it is cancelled at this moment. */
    void add(ScheduledTask<?> task) {
        task.setWaiting(true);
        if (task.isDone()) {
            task.setWaiting(false);
        } else {
            heap.add(task, task.deadline());
        }
    }

    void remove(ScheduledTask<?> task) {
        heap.remove(task);
        task.setWaiting(false);
    }

    /** Whether no task has an earlier date than this. */
    boolean wouldBeFirst(long deadline) {
        return heap.isEmpty() || heap.firstDeadline() - deadline > 0;
    }

    boolean isEmpty() {
        return heap.isEmpty();
    }

    /** Takes out the first task if its date has come. */
    @Nullable
    ScheduledTask<?> takeDue() {
        if (heap.isEmpty() || heap.firstDeadline() - loop.clock().nanoTime() > 0) {
            return null;
        }
        ScheduledTask<?> due = heap.first();
        if (due != null) {
            remove(due);
        }
        return due;
    }

    /** Takes out all tasks, in the order of their dates. */
    List<ScheduledTask<?>> takeAll() {
        List<ScheduledTask<?>> all = new ArrayList<>(heap.size());
        for (ScheduledTask<?> first = heap.first(); first != null; first = heap.first()) {
            remove(first);
            all.add(first);
        }
        return all;
    }

    /** Takes out the periodic tasks. */
    List<ScheduledTask<?>> takePeriodic() {
        List<ScheduledTask<?>> periodic =
                heap.snapshot().stream().filter(ScheduledTask::isPeriodic).toList();
        periodic.forEach(this::remove);
        return periodic;
    }

    /** On the loop, out of turn: has the timer fire by this date, the first one in the heap. */
    void setTimer(long firstDeadline) {
        if (armed && armedFor - firstDeadline <= 0) {
            return; // one that fires for nothing is cheaper than one that is moved for each cancelled task
        }
        armed = true;
        armedFor = firstDeadline;
        timer().setNextFire(Duration.ofNanos(firstDeadline - loop.clock().nanoTime()));
    }

    /** The earliest date; there must be a task. */
    long firstDeadline() {
        return heap.firstDeadline();
    }

    private RunLoopTimer timer() {
        RunLoopTimer present = timer;
        if (present != null) {
            return present;
        }
        RunLoopTimer made = RunLoopTimer.builder()
                .firstFire(NEVER)
                .interval(NEVER)
                .clock(loop.clock())
                .build(fired -> {
                    armed = false;
                    onDue.run();
                });
        timer = made;
        modes.forEach(mode -> loop.add(made, mode));
        return made;
    }

    /** Takes the timer out of the loop, for good. */
    void close() {
        RunLoopTimer present = timer;
        if (present != null) {
            present.invalidate();
        }
    }
}
