package dev.runloop.executors;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The ways into an executor: its own, and those of its views for other modes and orders, which live and die with it.
 *
 * <p>Thread-safe. The views change under the lock of this, under which nobody is called out.
 */
final class ExecutorViews {
    private static final int CANCELLED_BETWEEN_LOOKS = 1024; // a power of two

    /** By what views are told apart. */
    private record Key(int order, List<RunLoopMode> modes) {}

    private final RunLoop loop;
    private final ExecutorSettings settings;
    private final Object owner; // for messages
    private final Runnable onEnd;
    private final AtomicInteger alive = new AtomicInteger(1);
    private final AtomicInteger cancelled = new AtomicInteger(); // since the queues were last swept
    private final Map<Key, TaskAdmission> views = HashMap.newHashMap(0); // under the lock
    private final TaskAdmission own;

    /** @param onEnd told once, when the last task of all has ended after a shutdown */
    ExecutorViews(RunLoop loop, ExecutorSettings settings, Object owner, Runnable onEnd) {
        this.loop = loop;
        this.settings = settings;
        this.owner = owner;
        this.onEnd = onEnd;
        this.own = newAdmission(settings);
    }

    private TaskAdmission newAdmission(ExecutorSettings ofThese) {
        return new TaskAdmission(new TaskBuffer(loop, ofThese, this::oneHasEnded), ofThese, owner);
    }

    private void oneHasEnded() {
        if (alive.decrementAndGet() == 0) {
            onEnd.run();
        }
    }

    /** That of the executor itself. */
    TaskAdmission own() {
        return own;
    }

    /** The view with other modes, made on first use. */
    TaskAdmission inModes(List<RunLoopMode> modes) {
        return view(settings.withModes(modes));
    }

    /** The view with another order, made on first use. */
    TaskAdmission withOrder(int order) {
        return view(settings.withOrder(order));
    }

    private TaskAdmission view(ExecutorSettings other) {
        var key = new Key(other.order(), other.modes());
        if (key.equals(new Key(settings.order(), settings.modes()))) {
            return own;
        }
        synchronized (this) {
            TaskAdmission present = views.get(key);
            if (present != null) {
                return present;
            }
            if (!own.buffer().isOpen()) {
                throw new RejectedExecutionException("no view of " + owner + ", which is shut down");
            }
            alive.incrementAndGet();
            try {
                TaskAdmission made = newAdmission(other);
                views.put(key, made);
                return made;
            } catch (Throwable e) { // the loop has ended; the buffer has said so itself
                throw new RejectedExecutionException("no view of " + owner + ", whose loop has ended", e);
            }
        }
    }

    /** Nothing more is taken in; by the executor itself last: once it is shut down, all are. */
    private synchronized List<TaskBuffer> close(Consumer<TaskBuffer> door) {
        views.values().forEach(view -> door.accept(view.buffer()));
        door.accept(own.buffer());
        return buffers();
    }

    private synchronized List<TaskBuffer> buffers() {
        List<TaskBuffer> all = new ArrayList<>();
        all.add(own.buffer());
        views.values().forEach(view -> all.add(view.buffer()));
        return all;
    }

    /**
     * A task has been cancelled that may lie in one of the queues. They are swept when there were as many of these as would
     * be half of what is queued; whether they are there is not known, but this way it does not matter.
     */
    void taskCancelled() {
        int number = cancelled.incrementAndGet();
        if ((number & (CANCELLED_BETWEEN_LOOKS - 1)) == 0 && number >= queuedCount() / 2) {
            cancelled.addAndGet(-number);
            buffers().forEach(TaskBuffer::sweepCancelled);
        }
    }

    void shut() {
        close(TaskBuffer::closeDoor).forEach(TaskBuffer::shut);
    }

    /** Stops all before it interrupts any: else a task that is interrupted would make way for those of another. */
    static List<Runnable> stop(List<ExecutorViews> executors) {
        List<TaskBuffer> all = executors.stream()
                .flatMap(views -> views.close(TaskBuffer::closeDoorToStop).stream())
                .toList();
        List<Runnable> neverRan = new ArrayList<>();
        all.forEach(buffer -> neverRan.addAll(buffer.stop()));
        all.forEach(TaskBuffer::interruptAll);
        neverRan.removeIf(ExecutorViews::isDependent);
        return neverRan;
    }

    /** Nobody has handed over a dependent, so it is not handed back: it runs when the executor does not run it any more. */
    private static boolean isDependent(Runnable task) {
        if (task instanceof DependentsPlace.Dependent dependent) {
            dependent.runLate();
            return true;
        }
        return false;
    }

    long completedCount() {
        return buffers().stream()
                .mapToLong(buffer -> buffer.counts().completed())
                .sum();
    }

    int queuedCount() {
        return buffers().stream().mapToInt(buffer -> buffer.queue().size()).sum();
    }

    boolean isRunning() {
        return buffers().stream().anyMatch(buffer -> buffer.counts().isRunning());
    }

    boolean isIdle() {
        return buffers().stream().allMatch(TaskBuffer::isIdle);
    }
}
