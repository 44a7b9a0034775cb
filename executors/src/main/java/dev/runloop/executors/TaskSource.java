package dev.runloop.executors;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.Source0;
import dev.runloop.internal.Instruments;
import dev.runloop.internal.Workload;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an executor is to its loop: a source that runs the tasks of a {@link TaskBuffer} when it is performed, and a
 * timer that marks the source when a task is due.
 *
 * <p>The callbacks belong to the loop's thread; {@link #mark} and {@link #close} are for anyone.
 */
final class TaskSource implements Source0.Callbacks, Workload {
    private final RunLoop loop;
    private final TaskBuffer buffer;
    private final TaskQueue queue;
    private final DelayedTasks delayed;
    private final RunningTasks running;
    private final EndState end;
    private final TaskDrain drain;
    private final Source0 source;
    private final DueTimer timer;
    private final Supplier<@Nullable Runnable> nextQueued = this::nextQueued;
    private final Supplier<@Nullable Runnable> nextDue;
    private volatile @Nullable Instruments instruments; // of the loop; null before it has been entered

    TaskSource(TaskBuffer buffer, EndState end, ExecutorSettings settings) {
        this.loop = buffer.loop();
        this.buffer = buffer;
        this.queue = buffer.queue();
        this.delayed = buffer.delayed();
        this.running = buffer.running();
        this.end = end;
        this.drain = new TaskDrain(loop.clock(), running.turn(), end, buffer.counts());
        this.source = Source0.create(settings.order(), this);
        this.timer = new DueTimer(loop, settings.modes(), source::signalAndWakeUp);
        this.nextDue = delayed::takeDue;
    }

    /** Puts the source into the modes of the loop. */
    void open(List<RunLoopMode> modes) {
        modes.forEach(mode -> loop.add(source, mode));
    }

    /** What producers mark; what they have offered before is seen when it is performed. */
    Source0 mark() {
        return source;
    }

    /** Anyone, with a delayed task just offered: whether the loop has to be told of it now. */
    boolean hasToLook(ScheduledTask<?> task) {
        return !timer.firesBy(task.deadline()) || delayed.arrivalsPileUp();
    }

    /** Takes the source out of the loop, which may have nothing left to wait for then. */
    void close() {
        source.invalidate();
        timer.close();
        loop.wakeUp();
    }

    @Override
    public void perform() {
        boolean more = true; // also when a task throws: the others come in the next pass
        Instruments counted = instruments;
        if (counted != null) {
            counted.queued(queue.size());
        }
        running.begin(buffer);
        try {
            boolean moreArrivals = delayed.takeIn(TaskDrain.MOST_TASKS_AT_ONCE);
            boolean moreShells = delayed.clearShells();
            boolean moreQueued = drain.run(nextQueued, counted);
            boolean moreDue = drain.run(nextDue, counted);
            more = moreArrivals || moreShells || moreQueued || moreDue;
        } finally {
            boolean hasFirst = delayed.hasFirst();
            long first = hasFirst ? delayed.firstDeadline() : 0;
            List<ScheduledTask<?>> refused = buffer.takeRefused();
            running.end();
            if (hasFirst) {
                setTimer(first);
            }
            if (more) {
                source.signalAndWakeUp();
            }
            buffer.settle(refused);
        }
    }

    /** A task runs the loop: what is queued behind it, or due, runs there. */
    @Override
    public void willRunNested() {
        running.turn().acquire();
        boolean hasMore = !queue.isEmpty() || delayed.hasArrivals();
        boolean hasFirst = delayed.hasFirst();
        long first = hasFirst ? delayed.firstDeadline() : 0;
        running.turn().release();
        if (hasFirst) {
            setTimer(first);
        }
        if (hasMore) {
            source.signalAndWakeUp();
        }
    }

    /** In turn: the next task of the queue. One with a date lets earlier dates go first. */
    private @Nullable Runnable nextQueued() {
        Runnable next = queue.poll();
        while (next instanceof ScheduledTask<?> task && !delayed.wouldBeFirst(task.deadline())) {
            delayed.put(task);
            next = queue.poll();
        }
        return next;
    }

    private void setTimer(long firstDeadline) {
        timer.set(firstDeadline);
        if (end.hasEnded()) {
            timer.close(); // which may have been done before there was a timer
        }
    }

    // ---- for diagnostics, anyone ----

    @Override
    public void enters(Instruments instruments) {
        this.instruments = instruments;
    }

    @Override
    public long begun() {
        return buffer.counts().begun();
    }

    @Override
    public int waiting() {
        return queue.size();
    }

    /** The source has left a mode. Unless that is the end of the buffer, it is the end of the loop. */
    @Override
    public void cancel(RunLoop from, RunLoopMode mode) {
        buffer.loopHasEnded();
    }
}
