package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.internal.DeadlineHeap;
import dev.runloop.internal.MpscQueues;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of an executor that wait for their dates: a heap of their own, and a queue in which tasks arrive that are
 * to be put there. Those that a shutdown has done away with are <em>refused</em> where they are found, and wait for
 * somebody to cancel them.
 *
 * <p>A task that is cancelled is not taken out by the one who cancels it. What it would have run it lets go of itself; a
 * <em>tombstone</em> is left, which is dropped when its date comes, when it is met with on its way in, or when tombstones are
 * {@linkplain #sweepTombstones cleared}, because half of all are tombstones or few are there at all. To take each out of the heap
 * would cost a random walk through memory and a dispute about the turn; to clear many costs a look at each in passing.
 *
 * <p><b>Nothing runs after a task of a later date.</b> Before the first task is chosen, everything is taken in that has
 * arrived; if that is much, in several passes, in which nothing is chosen.
 *
 * <p>Anyone may {@link #offer}; everything else is for the thread that has the {@linkplain DrainLock drainLock}. Actions before an
 * {@code offer} happen-before the {@code takeIn} that meets with the task.
 */
final class DelayedTasks {
    private static final int MOST_ARRIVALS_UNSEEN = 1024;
    private static final int ARRIVALS_AT_ONCE = 1024;
    private static final int FEW = 64;
    private static final int LOOKS_AT_ONCE = 1024;
    private static final int TOO_MANY_TOMBSTONES = LOOKS_AT_ONCE;

    private final RunState state;
    private final ShutdownPolicy shutdownPolicy;
    private final Queue<ScheduledTask<?>> arrivals; // to be put into the heap, or out of it
    private int toTakeIn; // how many arrivals are to be taken in before a task is chosen
    private final DeadlineHeap<ScheduledTask<?>> heap;
    private final List<ScheduledTask<?>> refused = new ArrayList<>(0);
    private final AtomicInteger tombstonesLeft = new AtomicInteger(); // since the beginning, by those who cancelled
    private int tombstonesDropped; // since the beginning
    private int nextLook; // where in the heap the search for tombstones goes on
    private int looksLeft; // of the round that is being made through the heap

    DelayedTasks(RunLoop loop, RunState state, ShutdownPolicy shutdownPolicy) {
        this.state = state;
        this.shutdownPolicy = shutdownPolicy;
        this.arrivals = MpscQueues.forTasks(loop.thread());
        this.heap = new DeadlineHeap<>(loop.clock()::rank);
    }

    /** Anyone: a task comes to wait, or to be put out if it has been cancelled. */
    void offer(ScheduledTask<?> task) {
        arrivals.offer(task);
    }

    /**
     * Anyone: whether so many have arrived that the loop should take them in before they are due, lest there be too
     * many then.
     */
    boolean arrivalsPileUp() {
        return arrivals.size() >= MOST_ARRIVALS_UNSEEN;
    }

    /** Anyone, after a task has become a tombstone: the how manieth that was. */
    int countTombstone() {
        return tombstonesLeft.incrementAndGet();
    }

    /** How many cancelled tasks still lie where they waited. */
    int tombstones() {
        return tombstonesLeft.get() - tombstonesDropped;
    }

    private int all() {
        return heap.size() + arrivals.size();
    }

    /** Anyone, roughly: whether there are so few tasks that a look at each costs nothing. */
    boolean areFew() {
        return all() <= FEW;
    }

    /** Whether there are so many tombstones that they should be cleared away, by the loop if it can. */
    boolean hasManyTombstones() {
        int present = tombstones();
        return present > 0 && (areFew() || present >= all() / 2);
    }

    /** Whether the loop has had its chance to. */
    boolean hasTooManyTombstones() {
        return tombstones() - TOO_MANY_TOMBSTONES >= all() / 4 * 3;
    }

    /**
     * If there are many tombstones a round through the heap is made that drops those it meets; answers whether there is
     * more to do, as the time for this is bounded.
     */
    boolean sweepTombstones() {
        if (looksLeft == 0 && hasManyTombstones()) {
            var _ = takeIn(LOOKS_AT_ONCE);
            looksLeft = heap.size();
        }
        for (int i = 0; i < LOOKS_AT_ONCE && looksLeft > 0; i++) {
            looksLeft = heap.isEmpty() ? 0 : looksLeft - 1;
            lookForTombstone();
        }
        return looksLeft > 0 || hasManyTombstones();
    }

    private void lookForTombstone() {
        if (nextLook >= heap.size()) {
            nextLook = 0;
        }
        ScheduledTask<?> task = heap.isEmpty() ? null : heap.at(nextLook);
        if (task != null && task.isTombstone()) {
            heap.removeAt(nextLook); // and another is in its place
            var _ = takeOut(task);
        } else {
            nextLook++;
        }
    }

    /** A task leaves where it has waited; false if a tombstone was all that was left of it, which is gone now. */
    private boolean takeOut(ScheduledTask<?> task) {
        boolean isWhole = task.leaves();
        if (!isWhole) {
            tombstonesDropped++;
        }
        return isWhole;
    }

    /**
     * Puts what has arrived by now into its place, so that a task can be chosen; answers whether there was too much of it
     * for once, so that none can be.
     */
    boolean isTakingIn() {
        if (toTakeIn == 0) {
            toTakeIn = arrivals.size();
        }
        int now = Math.min(toTakeIn, ARRIVALS_AT_ONCE);
        toTakeIn = takeIn(now) ? toTakeIn - now : 0;
        return toTakeIn > 0;
    }

    /** Whether no task can be chosen before more has been taken in. */
    boolean hasToTakeIn() {
        return toTakeIn > 0;
    }

    /** Puts so many arrivals into their places; false if there were less. */
    private boolean takeIn(int number) {
        if (state.isStopped()) {
            return false; // now they belong to those who offer them
        }
        for (int i = 0; i < number; i++) {
            ScheduledTask<?> task = arrivals.peek();
            if (task == null) {
                return false;
            }
            put(task); // before it is taken out, as there may be no memory for it
            arrivals.poll();
        }
        return true;
    }

    /** Has a task wait for its date, unless it is cancelled, or may not wait. */
    void put(ScheduledTask<?> task) {
        if (task.isTombstone()) {
            var _ = takeOut(task);
        } else if (mayWait(task)) {
            add(task);
        } else {
            refuse(task);
        }
    }

    /** A task that is nowhere, or is about to be, is not to run any more. */
    void refuse(ScheduledTask<?> task) {
        if (takeOut(task)) {
            refused.add(task);
        }
    }

    private void add(ScheduledTask<?> task) {
        if (task.comesToWait()) {
            heap.add(task, task.deadline());
        }
    }

    /** Has a periodic task wait for its next date, unless it waits for one already, as it has been run besides. */
    void putAgain(ScheduledTask<?> task, long deadline) {
        if (!task.isWaiting()) {
            task.setDeadline(deadline);
            put(task);
        }
    }

    /** Anyone: whether a task may wait for its date, in view of a shutdown. */
    boolean mayWait(ScheduledTask<?> task) {
        return state.isOpen() || (!state.isStopped() && (state.isStopping() || shutdownPolicy.lets(task)));
    }

    /** Whether nothing waits, or is to wait. */
    boolean isEmpty() {
        return count() == 0 && refused.isEmpty();
    }

    boolean hasArrivals() {
        return !arrivals.isEmpty();
    }

    /** Whether there is a task in its place; tombstones before it are dropped, unless there are many. */
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

    /** The earliest date; there must be a task in its place. */
    long firstDeadline() {
        return heap.firstDeadline();
    }

    /** How many tasks wait; one that is being cancelled at this moment may be among them. */
    int count() {
        return Math.max(0, all() - tombstones());
    }

    /** Whether there may be a task to choose, now or later. */
    boolean hasAny() {
        return !heap.isEmpty() || !arrivals.isEmpty();
    }

    /** Whether the first task in its place is due. */
    boolean hasDue(long now) {
        return !heap.isEmpty() && heap.firstDeadline() - now <= 0;
    }

    /**
     * Takes out the first task if its date has come, and all that was handed over before it without a delay has gone.
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

    /** Takes out the first task of the heap, which has one; null if that was a tombstone. */
    private @Nullable ScheduledTask<?> takeFirst() {
        ScheduledTask<?> first = requireNonNull(heap.first());
        heap.removeAt(0);
        return takeOut(first) ? first : null;
    }

    /** Takes out all tasks, in the order of their dates. */
    List<ScheduledTask<?>> takeAll() {
        for (ScheduledTask<?> task = arrivals.peek(); task != null; task = arrivals.peek()) {
            add(task);
            arrivals.poll();
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

    /** Takes out all arrivals, where they are. */
    void drainArrivalsTo(List<? super ScheduledTask<?>> to) {
        for (ScheduledTask<?> task = arrivals.peek(); task != null; task = arrivals.peek()) {
            to.add(task);
            arrivals.poll();
        }
    }

    /** Refuses those that may not wait any longer. */
    void refuseAfterShutdown() {
        var _ = takeIn(Integer.MAX_VALUE);
        while (refuseSome()) {} // one that moves while others are taken out may be missed, and is found the next time
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
