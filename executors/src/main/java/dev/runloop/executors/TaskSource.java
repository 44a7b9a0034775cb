package dev.runloop.executors;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopClock;
import dev.runloop.RunLoopMode;
import dev.runloop.Source0;
import dev.runloop.internal.trace.LoopCounters;
import dev.runloop.internal.trace.WorkProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An executor as its loop sees it: a source that runs the tasks of a {@link TaskBuffer} when it is performed, and a timer
 * that marks the source when a task is due.
 *
 * <p>The callbacks belong to the loop's thread; {@link #mark}, {@link #hasToLook} and {@link #close} are for any thread.
 */
final class TaskSource implements Source0.Callbacks, WorkProbe {
    private static final int FEW = 16; // so few tasks that it does not pay to look for a near timer
    private static final Duration SOON = Duration.ofSeconds(10); // tasks between two readings of the clock take less

    private final RunLoop loop;
    private final TaskBuffer buffer;
    private final TaskQueue queue;
    private final DelayedTasks delayed;
    private final TaskStack stack;
    private final RunState state;
    private final TaskDrain drain;
    private final Source0 source;
    private final DelayTimer timer;
    private final boolean isOnSystemClock;
    private final Queued queued = new Queued();
    private final TaskDrain.Tasks due = new Due();
    private int performs; // how many performs of this are nested
    private boolean isTurnOfDue; // the queue has used up its time
    private long now; // tasks due by this time run,
    private long passed; // if all tasks handed over before them are among the first so many
    private volatile @Nullable LoopCounters counters; // of the loop; null before it has been entered

    TaskSource(TaskBuffer buffer, RunState state, ExecutorSettings settings) {
        this.loop = buffer.loop();
        this.buffer = buffer;
        this.queue = buffer.queue();
        this.delayed = buffer.delayed();
        this.stack = buffer.stack();
        this.state = state;
        this.drain = new TaskDrain(loop.clock(), stack.drainLock(), state, buffer.counts());
        this.source = Source0.create(settings.order(), this);
        this.timer = new DelayTimer(loop, settings.modes(), source::signalAndWakeUp);
        this.isOnSystemClock = loop.clock() == RunLoopClock.system();
    }

    /** Puts the source into the modes of the loop. */
    void open(List<RunLoopMode> modes) {
        modes.forEach(mode -> loop.add(source, mode));
    }

    /** The source that producers mark. What they offered before is seen by the next perform. */
    Source0 mark() {
        return source;
    }

    /** Any thread, after offering a delayed task: whether the loop has to be told now. */
    boolean hasToLook(ScheduledTask<?> task) {
        return !timer.firesBy(task.deadline()) || delayed.arrivalsPileUp();
    }

    /** Takes the source out of the loop, which may have nothing left to wait for. */
    void close() {
        source.invalidate();
        timer.close();
        loop.wakeUp();
    }

    @Override
    public void perform() {
        boolean more = true; // also if a task throws: the others run in the next pass
        int waiting = queue.size();
        LoopCounters counted = counters;
        if (counted != null) {
            counted.recordQueued(waiting);
        }
        boolean areFew = waiting < FEW;
        boolean isAwaited = areFew || isTimerNear(); // without the lock, as it calls user code
        begin();
        try {
            more = runSome(waiting, areFew ? FEW : TaskDrain.MOST_TASKS_AT_ONCE, isAwaited, counted);
        } finally {
            end(more);
        }
    }

    /** Whether a timer of the loop or a delayed task may be due soon. */
    private boolean isTimerNear() {
        if (delayed.hasArrivals() || isFirstSoon() || !loop.isCurrent()) {
            return true;
        }
        Optional<Instant> next = loop.currentMode().flatMap(loop::nextTimerFireDate);
        return next.isPresent() && next.get().isBefore(loop.clock().instant().plus(SOON));
    }

    private boolean isFirstSoon() {
        DrainLock drainLock = stack.drainLock();
        drainLock.acquire();
        try {
            return delayed.hasFirst() && delayed.firstDeadline() - loop.clock().nanoTime() < SOON.toNanos();
        } finally {
            drainLock.release();
        }
    }

    private void begin() {
        try {
            stack.begin(buffer);
        } catch (Throwable e) { // no memory, and nothing has been done
            source.signalAndWakeUp();
            throw e;
        }
        performs++;
    }

    /**
     * With the lock: runs tasks of the queue, and then those that are due by then. If the former have used up the time, the
     * latter run in the next pass, so that the loop gets to its other sources and timers. Returns whether there may be more.
     */
    private boolean runSome(int waiting, int most, boolean isAwaited, @Nullable LoopCounters counted) {
        boolean more = delayed.sweepTombstones();
        boolean isTimeUp = false;
        if (isTurnOfDue) {
            isTurnOfDue = false;
            more |= !queue.isEmpty();
        } else {
            TaskDrain.Ended ended = runQueued(waiting, most, isAwaited, counted);
            more |= ended != TaskDrain.Ended.EMPTY;
            isTimeUp = ended == TaskDrain.Ended.TIME_UP;
            if (!delayed.hasAny()) {
                return more;
            }
            now = loop.clock().nanoTime();
        }
        if (isTimeUp) {
            isTurnOfDue = delayed.isTakingIn() || delayed.hasDue(now);
            return true;
        }
        return runDue(counted) || more;
    }

    private TaskDrain.Ended runQueued(int waiting, int most, boolean isAwaited, @Nullable LoopCounters counted) {
        long passedBefore = queue.passed();
        queued.left = waiting;
        try {
            TaskDrain.Ended ended = drain.run(queued, most, start(counted), isAwaited, counted);
            passed = passedBefore;
            return ended;
        } catch (Throwable e) { // from a task; the due ones come next, before more of the queue
            passed = passedBefore;
            now = loop.clock().nanoTime();
            isTurnOfDue = delayed.hasAny();
            throw e;
        }
    }

    private boolean runDue(@Nullable LoopCounters counted) {
        long start = loop.clock().nanoTime();
        return drain.run(due, TaskDrain.MOST_TASKS_AT_ONCE, start, true, counted) != TaskDrain.Ended.EMPTY
                || delayed.hasToTakeIn()
                || delayed.hasDue(now);
    }

    /** About when this perform began. */
    private long start(@Nullable LoopCounters counted) {
        return counted != null && LoopCounters.ON && isOnSystemClock
                ? counted.stamp()
                : loop.clock().nanoTime();
    }

    private void end(boolean more) {
        boolean hasFirst = false;
        long first = 0;
        List<ScheduledTask<?>> refused = List.of();
        try {
            if (--performs == 0) {
                queue.noneRuns();
            }
            hasFirst = delayed.hasFirst();
            first = hasFirst ? delayed.firstDeadline() : 0;
            refused = buffer.termination().takeRefused();
        } finally {
            stack.end();
            if (more) {
                source.signalAndWakeUp();
            }
            settle(hasFirst, first, refused);
        }
    }

    private void settle(boolean hasFirst, long first, List<ScheduledTask<?>> refused) {
        try {
            if (hasFirst) {
                setTimer(first);
            }
        } finally {
            buffer.termination().settle(refused);
        }
    }

    /** A task runs the loop: what is queued behind it or due must run in that nested run. */
    @Override
    public void willRunNested() {
        stack.drainLock().acquire();
        boolean hasMore = !queue.isEmpty() || delayed.hasArrivals();
        boolean hasFirst = delayed.hasFirst();
        long first = hasFirst ? delayed.firstDeadline() : 0;
        stack.drainLock().release();
        if (hasFirst) {
            setTimer(first);
        }
        if (hasMore) {
            source.signalAndWakeUp();
        }
    }

    private void setTimer(long firstDeadline) {
        timer.set(firstDeadline);
        if (state.isTerminated()) {
            timer.close(); // the end may have come before there was a timer
        }
    }

    /** The tasks of the queue, in order. */
    private final class Queued implements TaskDrain.Tasks {
        private int left; // tasks left of those found at the beginning

        /** A task scheduled without a delay has a date as well; tasks with an earlier date go first. */
        @Override
        public @Nullable Runnable next() {
            left--;
            Runnable next = queue.poll();
            return next instanceof ScheduledTask<?> task && task.isImmediate() ? orEarlier(task) : next;
        }

        private @Nullable Runnable orEarlier(ScheduledTask<?> task) {
            if (!delayed.hasAny() || !(delayed.isTakingIn() || delayed.hasDue(task.deadline()))) {
                return task;
            }
            queue.putBack(task);
            if (delayed.hasToTakeIn()) {
                return null; // the earliest is not known yet
            }
            ScheduledTask<?> earlier = delayed.takeDue(task.deadline(), Long.MAX_VALUE);
            return earlier != null ? earlier : queue.poll(); // tombstones may have been all there was
        }

        /** Reads the producers' counter only when it must, as this takes the cache line from them. */
        @Override
        public boolean areThereMore() {
            return left > 0 || !queue.isEmpty();
        }
    }

    /** The tasks that are due. */
    private final class Due implements TaskDrain.Tasks {
        @Override
        public @Nullable Runnable next() {
            return delayed.takeDue(now, passed);
        }

        @Override
        public boolean areThereMore() {
            return delayed.hasDue(now);
        }
    }

    // ---- diagnostics, any thread ----

    @Override
    public void attach(LoopCounters counters) {
        this.counters = counters;
    }

    @Override
    public long begun() {
        return buffer.counts().begun();
    }

    @Override
    public int waiting() {
        return queue.size();
    }

    /** The source has left a mode: either the buffer has ended, or the loop has. */
    @Override
    public void cancel(RunLoop from, RunLoopMode mode) {
        buffer.termination().loopHasEnded();
    }
}
