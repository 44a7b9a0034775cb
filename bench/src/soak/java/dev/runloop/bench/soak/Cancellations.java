package dev.runloop.bench.soak;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;

/**
 * Tasks whose futures were cancelled. Whether one had begun by then, only its run can tell; when nothing of the
 * executor is outstanding any more, those that have not run never will. Thread-safe, but for {@link #settle}.
 */
final class Cancellations {
    private final Queue<TrackedTask> tasks = new ConcurrentLinkedQueue<>();

    /** Cancels the future of a task. Answers whether that has changed anything. */
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

    /** The future of a task was cancelled by somebody else. */
    void add(TrackedTask task) {
        tasks.add(task);
    }

    /** Nothing is outstanding any more. */
    void settle() {
        for (TrackedTask task = tasks.poll(); task != null; task = tasks.poll()) {
            if (!task.isOver()) {
                task.end(Outcome.CANCELLED);
            }
        }
    }
}
