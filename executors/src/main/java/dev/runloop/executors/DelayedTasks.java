package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.internal.DeadlineHeap;
import dev.runloop.internal.MpscQueues;
import dev.runloop.internal.WorkQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of an executor that wait for their dates: a heap of its own, and a queue in which tasks arrive that are to be
 * put there. A task that a shutdown cancels is <em>refused</em> where it is found, and kept until the drain lock has been
 * released and it can be cancelled. A task that a user cancels leaves a {@linkplain Tombstones tombstone}.
 *
 * <p><b>Nothing runs after a task with a later date.</b> Before the first task is chosen, all arrivals are moved into the
 * heap; if there are many, over several passes, in which no task is chosen.
 *
 * <p>Any thread may {@link #offer}; everything else needs the {@linkplain DrainLock drain lock}. Actions before an {@code
 * offer} happen-before the {@code takeIn} that finds the task.
 */
final class DelayedTasks {
    private static final int MOST_ARRIVALS_UNSEEN = 1024;
    private static final int ARRIVALS_AT_ONCE = 1024;
    private static final int LOOKS_AT_ONCE = 1024;
    private static final int FEW = 64;

    private final RunState state;
    private final ShutdownPolicy shutdownPolicy;
    private final WorkQueue<ScheduledTask<?>> arrivals; // to be put into the heap, or dropped
    private int toTakeIn; // how many arrivals to take in before a task is chosen
    private final DeadlineHeap<ScheduledTask<?>> heap;
    private final Tombstones tombstones;
    private final List<ScheduledTask<?>> refused = new ArrayList<>(0);

    DelayedTasks(RunLoop loop, RunState state, ShutdownPolicy shutdownPolicy) {
        this.state = state;
        this.shutdownPolicy = shutdownPolicy;
        this.arrivals = MpscQueues.forTasks(loop.thread());
        this.heap = new DeadlineHeap<>(loop.clock()::rank);
        this.tombstones = new Tombstones(heap);
    }

    // ---- arrivals ----

    /** Any thread: a task comes to wait, or to be dropped if it has been cancelled. */
    void offer(ScheduledTask<?> task) {
        arrivals.offer(task);
    }

    /** Any thread: whether the loop should take arrivals in ahead of their dates, before too many pile up. */
    boolean arrivalsPileUp() {
        return arrivals.size() >= MOST_ARRIVALS_UNSEEN;
    }

    boolean hasArrivals() {
        return !arrivals.isEmpty();
    }

    /** Moves what has arrived by now into the heap, so that a task can be chosen. True if more is left for the next pass. */
    boolean isTakingIn() {
        if (toTakeIn == 0) {
            toTakeIn = arrivals.size();
        }
        int now = Math.min(toTakeIn, ARRIVALS_AT_ONCE);
        toTakeIn = takeIn(now) ? toTakeIn - now : 0;
        return toTakeIn > 0;
    }

    /** Whether no task can be chosen before more arrivals have been taken in. */
    boolean hasToTakeIn() {
        return toTakeIn > 0;
    }

    /** Takes in this number of arrivals; false if there were fewer. */
    private boolean takeIn(int number) {
        if (state.isStopped()) {
            return false; // from now on arrivals belong to the threads that offer them
        }
        for (int i = 0; i < number; i++) {
            ScheduledTask<?> task = arrivals.peek();
            if (task == null) {
                return false;
            }
            put(task); // before it is removed, as there may be no memory for it
            arrivals.poll();
        }
        return true;
    }

    /** Makes a task wait for its date, unless it is cancelled or may not wait. */
    private void put(ScheduledTask<?> task) {
        if (task.isTombstone()) {
            var _ = tombstones.takeOut(task);
        } else if (mayWait(task)) {
            add(task);
        } else {
            refuse(task);
        }
    }

    private void add(ScheduledTask<?> task) {
        if (task.comesToWait()) {
            heap.add(task, task.deadline());
        }
    }

    /** Makes a periodic task wait for its next date, unless it waits already because it was also run out of schedule. */
    void putAgain(ScheduledTask<?> task, long deadline) {
        if (!task.isWaiting()) {
            task.setDeadline(deadline);
            put(task);
        }
    }

    // ---- how much there is ----

    private int all() {
        return heap.size() + arrivals.size();
    }

    /** Any thread, roughly: whether there are so few entries that a look at each costs nothing. */
    boolean areFew() {
        return all() <= FEW;
    }

    /** How many tasks wait; may include one that is being cancelled at this moment. */
    int count() {
        return Math.max(0, all() - tombstones.count());
    }

    /** Whether no task waits, or is still to be cancelled. */
    boolean isEmpty() {
        return count() == 0 && refused.isEmpty();
    }

    /** Whether there may be a task to choose, now or later. */
    boolean hasAny() {
        return !heap.isEmpty() || !arrivals.isEmpty();
    }

    // ---- tombstones ----

    /** Any thread, after a task has become a tombstone: returns the running count of tombstones. */
    int countTombstone() {
        return tombstones.add();
    }

    int tombstones() {
        return tombstones.count();
    }

    boolean hasManyTombstones() {
        return tombstones.areMany(all(), areFew());
    }

    boolean hasTooManyTombstones() {
        return tombstones.areTooMany(all());
    }

    /** Makes a step of a sweep, if there are many tombstones. Returns whether there is more to do. */
    boolean sweepTombstones() {
        if (!tombstones.isSweeping() && hasManyTombstones()) {
            var _ = takeIn(LOOKS_AT_ONCE);
            tombstones.beginSweep();
        }
        tombstones.sweep();
        return tombstones.isSweeping() || hasManyTombstones();
    }

    // ---- taking tasks out ----

    /** Whether the heap has a first entry, after dropping tombstones in front of it, unless there are many. */
    boolean hasFirst() {
        for (int i = 0; i < FEW; i++) {
            ScheduledTask<?> first = heap.first();
            if (first == null || !first.isTombstone()) {
                break;
            }
            var _ = takeFirst();
        }
        return !heap.isEmpty();
    }

    /** The earliest date in the heap, which must not be empty. */
    long firstDeadline() {
        return heap.firstDeadline();
    }

    /** Whether the first entry of the heap is due. */
    boolean hasDue(long now) {
        return !heap.isEmpty() && heap.firstDeadline() - now <= 0;
    }

    /**
     * Takes out the first task if it is due and all tasks without a delay that were handed over before it have gone.
     *
     * @param now the time
     * @param passed how many tasks without a delay have gone
     */
    @Nullable
    ScheduledTask<?> takeDue(long now, long passed) {
        if (isTakingIn()) {
            return null;
        }
        for (int i = 0; i < LOOKS_AT_ONCE && hasDue(now); i++) {
            ScheduledTask<?> next = requireNonNull(heap.first());
            if (!next.isTombstone() && !next.mayRunAfter(passed)) {
                return null;
            }
            ScheduledTask<?> first = takeFirst();
            if (first != null) {
                return first;
            }
        }
        return null;
    }

    /** Takes out the first entry of the heap, which must not be empty; null if that was a tombstone. */
    private @Nullable ScheduledTask<?> takeFirst() {
        ScheduledTask<?> first = requireNonNull(heap.first());
        heap.removeAt(0);
        return tombstones.takeOut(first) ? first : null;
    }

    /** Takes out all tasks, in the order of their dates. */
    List<ScheduledTask<?>> takeAll() {
        for (ScheduledTask<?> task = arrivals.peek(); task != null; task = arrivals.peek()) {
            add(task);
            arrivals.takePeeked();
        }
        List<ScheduledTask<?>> all = new ArrayList<>(count());
        while (!heap.isEmpty()) {
            ScheduledTask<?> first = takeFirst();
            if (first != null) {
                all.add(first);
            }
        }
        return all;
    }

    /** Moves all arrivals to a list, without putting them into the heap. */
    void drainArrivalsTo(List<? super ScheduledTask<?>> to) {
        for (ScheduledTask<?> task = arrivals.peek(); task != null; task = arrivals.peek()) {
            to.add(task);
            arrivals.takePeeked();
        }
    }

    // ---- shutdown ----

    /** Any thread: whether a task may wait for its date, in view of a shutdown. */
    boolean mayWait(ScheduledTask<?> task) {
        return state.isOpen() || (!state.isStopped() && (state.isStopping() || shutdownPolicy.lets(task)));
    }

    /** A task that is nowhere, or about to be, is not to run any more. */
    void refuse(ScheduledTask<?> task) {
        if (tombstones.takeOut(task)) {
            refused.add(task);
        }
    }

    /** Refuses the tasks that may no longer wait. */
    void refuseAfterShutdown() {
        var _ = takeIn(Integer.MAX_VALUE);
        while (refuseSome()) {} // removals move entries, and a pass may miss a moved one; the next pass finds it
    }

    private boolean refuseSome() {
        int before = heap.size();
        for (int i = 0; i < heap.size(); ) {
            ScheduledTask<?> task = heap.at(i);
            if (mayWait(task)) {
                i++;
            } else {
                heap.removeAt(i);
                refuse(task);
            }
        }
        return heap.size() < before;
    }

    /** Takes out the refused tasks, for the caller to cancel after it has released the lock. */
    List<ScheduledTask<?>> takeRefused() {
        if (refused.isEmpty()) {
            return List.of();
        }
        List<ScheduledTask<?>> taken = List.copyOf(refused);
        refused.clear();
        return taken;
    }
}
