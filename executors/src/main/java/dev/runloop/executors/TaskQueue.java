package dev.runloop.executors;

import dev.runloop.internal.MessageQueues;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of an executor that are to run now, in the order in which they were handed over, and the room for them.
 *
 * <p>Anyone may offer to {@link #tasks}, and ask for the size; everything else is for whoever has the {@linkplain
 * TaskTurn turn}. Actions before an {@code offer} happen-before the {@code poll} that answers the task.
 */
final class TaskQueue {
    private final Queue<Runnable> queue;
    private final @Nullable Room room; // null: without end
    private final List<Runnable> late = new ArrayList<>(0); // found after the end, for their producers

    TaskQueue(Thread consumer, @Nullable Room room) {
        this.queue = MessageQueues.forWork(consumer);
        this.room = room;
    }

    /** The room, if the queue is bounded. */
    @Nullable
    Room room() {
        return room;
    }

    /** The way in, for tasks for which there is room, or none is needed. */
    Queue<Runnable> tasks() {
        return queue;
    }

    int size() {
        return queue.size();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    @Nullable
    Runnable poll() {
        Runnable task = queue.poll();
        if (room != null && task != null) {
            room.release();
        }
        return task;
    }

    /** Takes out the first task if it may be dropped; null if it may not, or if there is none. */
    @Nullable
    Runnable pollIf(Predicate<Runnable> mayBeDropped) {
        Runnable first = queue.peek();
        return first != null && mayBeDropped.test(first) ? poll() : null;
    }

    /** Takes out all tasks. */
    void drainTo(List<? super Runnable> to) {
        for (Runnable task = poll(); task != null; task = poll()) {
            to.add(task);
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
