package dev.runloop.bench.soak;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;

/**
 * Tasks whose futures were cancelled. Only a task's run can tell whether it had begun by then; once nothing is
 * outstanding in the executor, those that have not run never will. Thread-safe, except for {@link #settle}.
 */
final class Cancellations {
    private final Queue<TrackedTask> tasks = new ConcurrentLinkedQueue<>();

    /** Cancels the future of a task, and returns whether that changed anything. */
    boolean cancel(TrackedTask task, Future<?> future, boolean mayInterrupt) {
        if (mayInterrupt) {
            task.mayBeInterrupted();
        }
        if (!future.cancel(mayInterrupt)) {
            return false;
        }
        tasks.add(task);
        return true;
    }

    /** The future of a task was cancelled elsewhere. */
    void add(TrackedTask task) {
        tasks.add(task);
    }

    /** Nothing is outstanding. */
    void settle() {
        for (TrackedTask task = tasks.poll(); task != null; task = tasks.poll()) {
            if (!task.isOver()) {
                task.end(Outcome.CANCELLED);
            }
        }
    }
}
