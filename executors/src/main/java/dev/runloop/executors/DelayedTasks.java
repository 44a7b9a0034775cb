package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.internal.DeadlineHeap;
import dev.runloop.internal.MessageQueues;
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
 * <em>shell</em> is left, which is dropped when its date comes, when it is met with on its way in, or when shells are
 * {@linkplain #clearShells cleared}, because half of all are shells or few are there at all. To take each out of the heap
 * would cost a random walk through memory and a dispute about the turn; to clear many costs a look at each in passing.
 *
 * <p>Anyone may {@link #offer}; everything else is for whoever has the {@linkplain TaskTurn turn}. Actions before an
 * {@code offer} happen-before the {@code takeIn} that meets with the task.
 */
final class DelayedTasks {
    private static final int MOST_ARRIVALS_UNSEEN = 1024;
    private static final int FEW = 64;
    private static final int LOOKS_AT_ONCE = 1024;
    private static final int TOO_MANY_SHELLS = LOOKS_AT_ONCE;

    private final RunLoop loop;
    private final EndState end;
    private final ShutdownPolicy shutdownPolicy;
    private final Queue<ScheduledTask<?>> arrivals; // to be put into the heap, or out of it
    private final DeadlineHeap<ScheduledTask<?>> heap;
    private final List<ScheduledTask<?>> refused = new ArrayList<>(0);
    private final AtomicInteger shellsLeft = new AtomicInteger(); // since the beginning, by those who cancelled
    private int shellsDropped; // since the beginning
    private int nextLook; // where in the heap the search for shells goes on
    private int looksLeft; // of the round that is being made through the heap

    DelayedTasks(RunLoop loop, EndState end, ShutdownPolicy shutdownPolicy) {
        this.loop = loop;
        this.end = end;
        this.shutdownPolicy = shutdownPolicy;
        this.arrivals = MessageQueues.forWork(loop.thread());
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

    /** Anyone, after a task has become a shell: the how manieth that was. */
    int countShell() {
        return shellsLeft.incrementAndGet();
    }

    /** How many cancelled tasks still lie where they waited. */
    int shells() {
        return shellsLeft.get() - shellsDropped;
    }

    private int all() {
        return heap.size() + arrivals.size();
    }

    /** Anyone, roughly: whether there are so few tasks that a look at each costs nothing. */
    boolean areFew() {
        return all() <= FEW;
    }

    /** Whether there are so many shells that they should be cleared away, by the loop if it can. */
    boolean hasManyShells() {
        int present = shells();
        return present > 0 && (areFew() || present >= all() / 2);
    }

    /** Whether the loop has had its chance to. */
    boolean hasTooManyShells() {
        return shells() - TOO_MANY_SHELLS >= all() / 4 * 3;
    }

    /**
     * If there are many shells a round through the heap is made that drops those it meets; answers whether there is
     * more to do, as the time for this is bounded.
     */
    boolean clearShells() {
        if (looksLeft == 0 && hasManyShells()) {
            takeIn(LOOKS_AT_ONCE);
            looksLeft = heap.size();
        }
        for (int i = 0; i < LOOKS_AT_ONCE && looksLeft > 0; i++) {
            looksLeft = heap.isEmpty() ? 0 : looksLeft - 1;
            lookForShell();
        }
        return looksLeft > 0 || hasManyShells();
    }

    private void lookForShell() {
        if (nextLook >= heap.size()) {
            nextLook = 0;
        }
        ScheduledTask<?> task = heap.isEmpty() ? null : heap.at(nextLook);
        if (task != null && task.isShell()) {
            heap.removeAt(nextLook); // and another is in its place
            var _ = takeOut(task);
        } else {
            nextLook++;
        }
    }

    /** A task leaves where it has waited; false if a shell was all that was left of it, which is gone now. */
    private boolean takeOut(ScheduledTask<?> task) {
        boolean isWhole = task.leaves();
        if (!isWhole) {
            shellsDropped++;
        }
        return isWhole;
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
        if (task.isShell()) {
            var _ = takeOut(task);
        } else if (mayWait(task)) {
            add(task);
        } else {
            refuse(task);
        }
    }

    private void refuse(ScheduledTask<?> task) {
        if (takeOut(task)) {
            refused.add(task);
        }
    }

    private void add(ScheduledTask<?> task) {
        if (task.comesToWait()) {
            heap.add(task, task.deadline());
        }
    }

    /** Anyone: whether a task may wait for its date, in view of a shutdown. */
    boolean mayWait(ScheduledTask<?> task) {
        return end.isOpen() || (!end.isStopped() && (end.isStopping() || shutdownPolicy.lets(task)));
    }

    /** Whether no task has an earlier date than this. */
    boolean wouldBeFirst(long deadline) {
        return heap.isEmpty() || heap.firstDeadline() - deadline > 0;
    }

    /** Whether nothing waits, or is to wait. */
    boolean isEmpty() {
        return count() == 0 && refused.isEmpty();
    }

    boolean hasArrivals() {
        return !arrivals.isEmpty();
    }

    /** Whether there is a task in its place; shells before it are dropped, unless there are many. */
    boolean hasFirst() {
        for (int i = 0; i < FEW; i++) {
            ScheduledTask<?> first = heap.first();
            if (first == null || !first.isShell()) {
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
        return Math.max(0, all() - shells());
    }

    /** Takes out the first task if its date has come. */
    @Nullable
    ScheduledTask<?> takeDue() {
        if (heap.isEmpty()) {
            return null;
        }
        long now = loop.clock().nanoTime();
        for (int i = 0; i < LOOKS_AT_ONCE && !heap.isEmpty() && heap.firstDeadline() - now <= 0; i++) {
            ScheduledTask<?> first = takeFirst();
            if (first != null) {
                return first;
            }
        }
        return null;
    }

    /** Takes out the first task of the heap, which has one; null if that was a shell. */
    private @Nullable ScheduledTask<?> takeFirst() {
        ScheduledTask<?> first = requireNonNull(heap.first());
        heap.removeAt(0);
        return takeOut(first) ? first : null;
    }

    /** Takes out all tasks, in the order of their dates. */
    List<ScheduledTask<?>> takeAll() {
        for (ScheduledTask<?> task = arrivals.poll(); task != null; task = arrivals.poll()) {
            add(task);
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
        for (ScheduledTask<?> task = arrivals.poll(); task != null; task = arrivals.poll()) {
            to.add(task);
        }
    }

    /** Refuses those that may not wait any longer. */
    void refuseAfterShutdown() {
        takeIn(Integer.MAX_VALUE);
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
