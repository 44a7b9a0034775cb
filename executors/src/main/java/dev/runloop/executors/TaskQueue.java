package dev.runloop.executors;

import dev.runloop.internal.MpscQueues;
import dev.runloop.internal.WorkQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of an executor that are to run now, in the order in which they were handed over, and its capacity.
 *
 * <p>A bounded queue has a permit for each task in it, and one more for the task that runs or is about to. So the task taken
 * out last keeps its permit until the next one is taken out, or until {@link #noneRuns}.
 *
 * <p>A queue with many producers allows no removal from the middle. Where that is needed, everything before the task moves to
 * the <em>front</em>, a queue of the consumer's own, from which tasks are taken first.
 *
 * <p>Any thread may offer to {@link #tasks} and ask for {@link #size}, {@link #isEmpty} and {@link #offered}; everything else
 * needs the {@linkplain DrainLock drain lock}. Actions before an {@code offer} happen-before the {@code poll} that returns
 * the task.
 */
final class TaskQueue {
    private final WorkQueue<Runnable> queue;
    private final @Nullable Capacity capacity; // null: unbounded
    private final List<Runnable> late = new ArrayList<>(0); // found after the stop, for their producers
    private @Nullable Deque<Runnable> front; // taken from queue, to run before it; null until needed
    private volatile int frontSize; // written with the lock
    private long passedAtFront; // the value of passed() when the front was filled
    private boolean isPermitHeld; // by the task taken out last

    TaskQueue(Thread consumer, @Nullable Capacity capacity) {
        this.queue = MpscQueues.forTasks(consumer);
        this.capacity = capacity;
    }

    /** The capacity, if the queue is bounded. */
    @Nullable
    Capacity capacity() {
        return capacity;
    }

    /** Where producers put tasks that have a permit or need none. */
    Queue<Runnable> tasks() {
        return queue;
    }

    int size() {
        return frontSize + queue.size();
    }

    boolean isEmpty() {
        return frontSize == 0 && queue.isEmpty();
    }

    /** The number of tasks handed over since the beginning. */
    long offered() {
        return queue.offered();
    }

    /** How many tasks have gone, in the order in which they were handed over; a lower bound. */
    long passed() {
        return frontSize == 0 ? queue.polled() : passedAtFront;
    }

    /** Takes out the first task, for the loop to run it. */
    @Nullable
    Runnable poll() {
        Runnable task = take();
        if (capacity != null && task != null) {
            if (isPermitHeld) {
                capacity.release(); // of the task before, or of the one in which this one is nested
            }
            isPermitHeld = true;
        }
        return task;
    }

    /** Puts back the task that {@link #poll} has just returned. */
    void putBack(Runnable task) {
        Deque<Runnable> inFront = front();
        passedAtFront = frontSize == 0 ? queue.polled() - 1 : passedAtFront;
        inFront.addFirst(task);
        frontSize = inFront.size();
        isPermitHeld = false; // the task keeps it
    }

    /** No task that {@link #poll} has returned is running any more. */
    void noneRuns() {
        if (capacity != null && isPermitHeld) {
            isPermitHeld = false;
            capacity.release();
        }
    }

    /**
     * Takes out the task that has waited longest, if it may be dropped. Returns the newcomer if it may not, and null if no
     * task waits.
     *
     * @param firstIsToRun whether the first task does not count because it is about to run
     */
    @Nullable
    Runnable takeOldest(boolean firstIsToRun, Runnable newcomer, Predicate<Runnable> mayBeDropped) {
        Deque<Runnable> inFront = front();
        long passed = passed();
        Runnable first = firstIsToRun ? take() : null;
        try {
            Runnable oldest = peek();
            return oldest == null ? null : mayBeDropped.test(oldest) ? drop() : newcomer;
        } finally {
            if (first != null) {
                passedAtFront = passed;
                inFront.addFirst(first);
                front = inFront;
                frontSize = inFront.size();
            }
        }
    }

    /** Removes matching tasks, wherever they are. */
    void sweep(Predicate<Runnable> isToGo) {
        long passed = passed();
        Deque<Runnable> inFront = front();
        Deque<Runnable> kept = new ArrayDeque<>();
        try {
            for (int looks = size(); looks > 0; looks--) {
                Runnable task = peek();
                if (task == null) {
                    break;
                }
                if (isToGo.test(task)) {
                    drop();
                } else {
                    kept.addLast(task); // before it is removed, as there may be no memory for it
                    take();
                }
            }
        } finally {
            putInFront(kept, inFront);
            passedAtFront = passed;
        }
    }

    private void putInFront(Deque<Runnable> kept, Deque<Runnable> inFront) {
        if (inFront.isEmpty()) {
            front = kept;
        } else { // the sweep failed in the front, where these come from
            for (Runnable last = kept.pollLast(); last != null; last = kept.pollLast()) {
                inFront.addFirst(last);
            }
        }
        frontSize = front().size();
    }

    private Deque<Runnable> front() {
        Deque<Runnable> present = front;
        if (present == null) {
            present = new ArrayDeque<>(1);
            front = present;
        }
        return present;
    }

    private @Nullable Runnable peek() {
        return frontSize == 0 ? queue.peek() : front().peekFirst();
    }

    private @Nullable Runnable take() {
        return frontSize == 0 ? queue.poll() : takeFromFront();
    }

    private @Nullable Runnable takeFromFront() {
        Runnable first = front().pollFirst();
        int size = front().size();
        if (size == 0) {
            front = null; // it may have been large
        }
        frontSize = size;
        return first;
    }

    /** Removes the first task, which must exist, without running it. */
    private @Nullable Runnable drop() {
        Runnable task = take();
        if (capacity != null) {
            capacity.release();
        }
        return task;
    }

    /** Moves all tasks to a list. */
    void drainTo(List<? super Runnable> to) {
        for (Runnable task = peek(); task != null; task = peek()) {
            to.add(task); // before it is removed, as there may be no memory for it
            drop();
        }
    }

    /** After the stop: tasks that will not run, until their producers take them back. */
    List<Runnable> late() {
        return late;
    }

    /** Removes a late task, by identity, as tasks may be equal. False if it is not there. */
    boolean takeLate(Runnable task) {
        for (Iterator<Runnable> tasks = late.iterator(); tasks.hasNext(); ) {
            if (tasks.next() == task) {
                tasks.remove();
                return true;
            }
        }
        return false;
    }
}
