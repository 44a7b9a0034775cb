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
 * The tasks of an executor that are to run now, in the order in which they were handed over, and the room for them.
 *
 * <p>A bounded one has room for so many tasks, and for one more: that which runs, or is about to. So the task that was
 * taken out last keeps its permit until the next one is, or until {@link #noneRuns}.
 *
 * <p>Nothing can be taken out of the middle of a queue with many producers. Where that is to be done, what comes before
 * it is moved to the <em>front</em>, from which tasks are taken first.
 *
 * <p>Anyone may offer to {@link #tasks}, ask for the {@link #size} and whether it {@link #isEmpty}, and how many have
 * been {@link #offered}; everything else is for the thread that has the {@linkplain DrainLock drainLock}. Actions before an {@code
 * offer} happen-before the {@code poll} that answers the task.
 */
final class TaskQueue {
    private final WorkQueue<Runnable> queue;
    private final @Nullable Capacity capacity; // null: without end
    private final List<Runnable> late = new ArrayList<>(0); // found after the end, for their producers
    private @Nullable Deque<Runnable> front; // taken from queue, and to run before it; null before it is needed
    private volatile int frontSize; // written in turn
    private long passedAtFront; // what passed() was when the front was filled
    private boolean isPermitHeld; // by the task that was taken out last to be run

    TaskQueue(Thread consumer, @Nullable Capacity capacity) {
        this.queue = MpscQueues.forTasks(consumer);
        this.capacity = capacity;
    }

    /** The room, if the queue is bounded. */
    @Nullable
    Capacity capacity() {
        return capacity;
    }

    /** The way in, for tasks for which there is room, or none is needed. */
    Queue<Runnable> tasks() {
        return queue;
    }

    int size() {
        return frontSize + queue.size();
    }

    boolean isEmpty() {
        return frontSize == 0 && queue.isEmpty();
    }

    /** How many tasks have been handed over since the beginning. */
    long offered() {
        return queue.offered();
    }

    /** Of how many, in the order in which they were handed over, none is left; it may be more. */
    long passed() {
        return frontSize == 0 ? queue.polled() : passedAtFront;
    }

    /** Takes out the first task, for the loop to run it. */
    @Nullable
    Runnable poll() {
        Runnable task = take();
        if (capacity != null && task != null) {
            if (isPermitHeld) {
                capacity.release(); // that of the task before, or within which this one runs
            }
            isPermitHeld = true;
        }
        return task;
    }

    /** Puts a task back that {@link #poll} has just answered. */
    void putBack(Runnable task) {
        Deque<Runnable> inFront = front();
        passedAtFront = frontSize == 0 ? queue.polled() - 1 : passedAtFront;
        inFront.addFirst(task);
        frontSize = inFront.size();
        isPermitHeld = false; // it goes with the task
    }

    /** No task runs now that {@link #poll} has answered. */
    void noneRuns() {
        if (capacity != null && isPermitHeld) {
            isPermitHeld = false;
            capacity.release();
        }
    }

    /**
     * Takes out the task that has waited for the longest time, if it may be dropped; answers the newcomer if it may not,
     * and null if none waits.
     *
     * @param firstIsToRun whether the first task does not count, as it is about to run
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

    /** Takes out those tasks that are to go, wherever they are. */
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
                    kept.addLast(task); // before it is taken, as there may be no memory for it
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
        } else { // the sweep has failed there, so these come from there
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

    /** Takes out the first task, which is there, for it not to be run. */
    private @Nullable Runnable drop() {
        Runnable task = take();
        if (capacity != null) {
            capacity.release();
        }
        return task;
    }

    /** Takes out all tasks. */
    void drainTo(List<? super Runnable> to) {
        for (Runnable task = peek(); task != null; task = peek()) {
            to.add(task); // before it is taken, as there may be no memory for it
            drop();
        }
    }

    /** After the end: where tasks lie that nobody runs, until their producers come for them. */
    List<Runnable> late() {
        return late;
    }

    /** Takes a task out of the late ones; by identity, as tasks may be equal. False if it is not among them. */
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
