package dev.runloop.executors;

import dev.runloop.RunLoop;
import dev.runloop.internal.DeadlineHeap;
import dev.runloop.internal.MessageQueues;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of an executor that wait for their dates: a heap of their own, and a queue in which tasks arrive that are
 * to be put there. Those that a shutdown has done away with are <em>refused</em> where they are found, and wait for
 * somebody to cancel them.
 *
 * <p>Anyone may {@link #offer}; everything else is for whoever has the {@linkplain TaskTurn turn}. Actions before an
 * {@code offer} happen-before the {@code takeIn} that meets with the task.
 */
final class DelayedTasks {
    private final RunLoop loop;
    private final EndState end;
    private final ShutdownPolicy shutdownPolicy;
    private final Queue<ScheduledTask<?>> arrivals; // to be put into the heap, or out of it
    private final DeadlineHeap<ScheduledTask<?>> heap;
    private final List<ScheduledTask<?>> refused = new ArrayList<>(0);

    DelayedTasks(RunLoop loop, EndState end, ShutdownPolicy shutdownPolicy) {
        this.loop = loop;
        this.end = end;
        this.shutdownPolicy = shutdownPolicy;
        this.arrivals = MessageQueues.forNews(loop.thread());
        this.heap = new DeadlineHeap<>(loop.clock()::rank);
    }

    /** Anyone: a task comes to wait, or to be put out if it has been cancelled. */
    void offer(ScheduledTask<?> task) {
        arrivals.offer(task);
    }

    /** Puts arrivals into their places, but no more than so many; answers whether there may be more. */
    boolean takeIn(int most) {
        if (end.isStopped()) {
            return false; // now they belong to those who offer them
        }
        for (int i = 0; i < most; i++) {
            ScheduledTask<?> task = arrivals.poll();
            if (task == null) {
                return false;
            }
            put(task);
        }
        return true;
    }

    /** Has a task wait for its date, unless it is cancelled, or may not wait. */
    void put(ScheduledTask<?> task) {
        if (task.isDone()) {
            remove(task);
        } else if (mayWait(task)) {
            add(task);
        } else {
            refused.add(task);
        }
    }

    private void add(ScheduledTask<?> task) {
        task.setWaiting(true);
        if (task.isDone()) { // it may have been cancelled by one who did not see that
            task.setWaiting(false);
        } else {
            heap.add(task, task.deadline());
        }
    }

    void remove(ScheduledTask<?> task) {
        heap.remove(task);
        task.setWaiting(false);
    }

    /** Anyone: whether a task may wait for its date, in view of a shutdown. */
    boolean mayWait(ScheduledTask<?> task) {
        return end.isOpen() || (!end.isStopped() && shutdownPolicy.lets(task));
    }

    /** Whether no task has an earlier date than this. */
    boolean wouldBeFirst(long deadline) {
        return heap.isEmpty() || heap.firstDeadline() - deadline > 0;
    }

    /** Whether nothing waits, or is to wait. */
    boolean isEmpty() {
        return heap.isEmpty() && arrivals.isEmpty() && refused.isEmpty();
    }

    boolean hasArrivals() {
        return !arrivals.isEmpty();
    }

    /** Whether there is a task in its place. */
    boolean hasFirst() {
        return !heap.isEmpty();
    }

    /** The earliest date; there must be a task in its place. */
    long firstDeadline() {
        return heap.firstDeadline();
    }

    /** How many tasks wait; one that has been cancelled in the last moment may be among them. */
    int count() {
        return heap.size() + arrivals.size();
    }

    /** Takes out the first task if its date has come. */
    @Nullable
    ScheduledTask<?> takeDue() {
        if (heap.isEmpty() || heap.firstDeadline() - loop.clock().nanoTime() > 0) {
            return null;
        }
        return takeFirst();
    }

    private @Nullable ScheduledTask<?> takeFirst() {
        ScheduledTask<?> first = heap.first();
        if (first != null) {
            remove(first);
        }
        return first;
    }

    /** Takes out all tasks, in the order of their dates. */
    List<ScheduledTask<?>> takeAll() {
        for (ScheduledTask<?> task = arrivals.poll(); task != null; task = arrivals.poll()) {
            if (!task.isDone()) {
                add(task);
            }
        }
        List<ScheduledTask<?>> all = new ArrayList<>(heap.size());
        for (ScheduledTask<?> first = takeFirst(); first != null; first = takeFirst()) {
            all.add(first);
        }
        return all;
    }

    /** Takes out all arrivals, where they are. */
    void drainArrivalsTo(List<? super ScheduledTask<?>> to) {
        for (ScheduledTask<?> task = arrivals.poll(); task != null; task = arrivals.poll()) {
            to.add(task);
        }
    }

    /** Refuses those that may not wait any longer. */
    void refuseAfterShutdown() {
        takeIn(Integer.MAX_VALUE);
        for (ScheduledTask<?> task : heap.snapshot()) {
            if (!mayWait(task)) {
                remove(task);
                refused.add(task);
            }
        }
    }

    /** Takes out those that were refused, for the caller to cancel when the turn is over. */
    List<ScheduledTask<?>> takeRefused() {
        if (refused.isEmpty()) {
            return List.of();
        }
        List<ScheduledTask<?>> taken = List.copyOf(refused);
        refused.clear();
        return taken;
    }
}
