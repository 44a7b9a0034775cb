package dev.runloop.executors;

import dev.runloop.RunLoopClock;
import dev.runloop.UnrunLoop;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The delayed tasks of an executor, known by numbers. What the loop does with them is done by the thread that plays its part, one
 * thread at a time.
 */
public final class UnrunTimers {
    private final HandClock clock = new HandClock();
    private final RunLoopExecutor executor = RunLoopExecutors.on(UnrunLoop.make(clock));
    private final DelayedTasks delayed = executor.buffer().delayed();
    private final DrainLock drainLock = executor.stack().drainLock();
    private final AtomicReferenceArray<NumberedTask> tasks;
    private final boolean takesTurn;

    /**
     * No tasks.
     *
     * @param most the highest number of one
     * @param takesTurn whether the loop takes its turn, as it must
     */
    public UnrunTimers(int most, boolean takesTurn) {
        this.tasks = new AtomicReferenceArray<>(most + 1);
        this.takesTurn = takesTurn;
    }

    /**
     * Anyone, once for each number: has a task wait.
     *
     * @param number the number
     * @param date when it is due
     */
    public void schedule(int number, long date) {
        var task = new NumberedTask(executor, number, date);
        executor.buffer().offerDelayed(task);
        tasks.set(number, task);
    }

    /**
     * Anyone: cancels a task.
     *
     * @param number its number
     * @return whether it was there and had not run
     */
    public boolean cancel(int number) {
        NumberedTask task = tasks.get(number);
        return task != null && task.cancel(false);
    }

    /**
     * The loop: runs the first task that is due.
     *
     * @param now the time
     * @return its number; 0 if none is due
     */
    public int runDue(long now) {
        clock.now = now;
        while (true) {
            var task = (NumberedTask) takeDue();
            if (task == null) {
                return 0;
            }
            task.run();
            if (task.state() == Future.State.SUCCESS) {
                return task.number; // else it was cancelled, a moment ago
            }
        }
    }

    private ScheduledTask<?> takeDue() {
        if (takesTurn) {
            drainLock.acquire();
        }
        ScheduledTask<?> task = delayed.takeDue(clock.now, 0);
        if (takesTurn) {
            drainLock.release();
        }
        return task;
    }

    /** The loop, when all others are done: just those wait that were neither cancelled nor run. That is the end, too. */
    public void requireNothingLeft() {
        delayed.isTakingIn();
        delayed.sweepTombstones();
        int pending = 0;
        for (int i = 0; i < tasks.length(); i++) {
            NumberedTask task = tasks.get(i);
            pending += task == null || task.isDone() ? 0 : 1;
        }
        if (delayed.tombstones() != 0 || delayed.count() != pending) {
            throw new IllegalStateException(delayed.count() + " tasks wait and " + delayed.tombstones()
                    + " tombstones are left, where " + pending + " tasks are pending");
        }
        executor.shutdownNow();
    }

    /** A task that runs once, at an hour of its own choice. */
    private static final class NumberedTask extends ScheduledTask<String> {
        final int number;
        private final long date;

        NumberedTask(RunLoopExecutor executor, int number, long date) {
            super(executor, () -> "", 1, 0);
            this.number = number;
            this.date = date;
        }

        @Override
        long deadline() {
            return date;
        }
    }

    /** Stands where it was put. */
    private static final class HandClock implements RunLoopClock {
        long now; // by the loop

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(now);
        }

        @Override
        public void await(Wait wait) {
            throw new UnsupportedOperationException("nobody runs the loop");
        }

        @Override
        public void awaitUntil(Wait wait, long deadline) {
            throw new UnsupportedOperationException("nobody runs the loop");
        }
    }
}
