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
 * An executor's own admission and those of its views for other modes and orders, which are shut down and terminate with it.
 *
 * <p>Thread-safe. The map of views is guarded by this object's lock, under which no user code is called.
 */
final class ExecutorViews {
    private static final int CANCELLED_BETWEEN_LOOKS = 1024; // a power of two

    /** Identifies a view. */
    private record Key(int order, List<RunLoopMode> modes) {}

    private final RunLoop loop;
    private final ExecutorSettings settings;
    private final Object owner; // named in messages
    private final Runnable onEnd;
    private final AtomicInteger alive = new AtomicInteger(1);
    private final AtomicInteger cancelled = new AtomicInteger(); // since the last sweep
    private final Map<Key, TaskAdmission> views = HashMap.newHashMap(0); // guarded by this
    private final TaskAdmission own;

    /** @param onEnd called once, when the last task of all has ended after a shutdown */
    ExecutorViews(RunLoop loop, ExecutorSettings settings, Object owner, Runnable onEnd) {
        this.loop = loop;
        this.settings = settings;
        this.owner = owner;
        this.onEnd = onEnd;
        this.own = newAdmission(settings);
    }

    private TaskAdmission newAdmission(ExecutorSettings its) {
        return new TaskAdmission(new TaskBuffer(loop, its, this::oneHasEnded), its, owner);
    }

    private void oneHasEnded() {
        if (alive.decrementAndGet() == 0) {
            onEnd.run();
        }
    }

    /** The executor's own admission. */
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
            } catch (Throwable e) { // the loop has ended; the buffer has reported it
                throw new RejectedExecutionException("no view of " + owner + ", whose loop has ended", e);
            }
        }
    }

    /** Closes the executor's own door last: once it is shut down, all views are. */
    private synchronized List<TaskTermination> close(Consumer<TaskTermination> door) {
        views.values().forEach(view -> door.accept(view.buffer().termination()));
        door.accept(own.buffer().termination());
        return buffers().stream().map(TaskBuffer::termination).toList();
    }

    private synchronized List<TaskBuffer> buffers() {
        List<TaskBuffer> all = new ArrayList<>();
        all.add(own.buffer());
        views.values().forEach(view -> all.add(view.buffer()));
        return all;
    }

    /**
     * A task that may lie in one of the queues has been cancelled. The queues are swept once as many tasks were cancelled as
     * would be half of what is queued. How many of those are still there is not known, and need not be.
     */
    void taskCancelled() {
        int number = cancelled.incrementAndGet();
        if ((number & (CANCELLED_BETWEEN_LOOKS - 1)) == 0 && number >= queuedCount() / 2) {
            cancelled.addAndGet(-number);
            buffers().forEach(TaskBuffer::sweepCancelled);
        }
    }

    void shutdown() {
        close(TaskTermination::closeDoor).forEach(TaskTermination::shutdown);
    }

    /** Stops all executors before it interrupts any: otherwise an interrupted task would make way for those of another. */
    static List<Runnable> stop(List<ExecutorViews> executors) {
        List<TaskTermination> all = executors.stream()
                .flatMap(views -> views.close(TaskTermination::closeDoorToStop).stream())
                .toList();
        List<Runnable> neverRan = new ArrayList<>();
        all.forEach(termination -> neverRan.addAll(termination.stop()));
        all.forEach(TaskTermination::interruptAll);
        neverRan.removeIf(ExecutorViews::isDependent);
        return neverRan;
    }

    /** A dependent was submitted by no user and is not handed back: it runs elsewhere once the executor will not run it. */
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
