package dev.runloop.executors;

import dev.runloop.RunLoopClock;
import dev.runloop.UnrunLoop;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The delayed tasks of an executor, by numbers. One thread at a time plays the loop. */
public final class UnrunTimers {
    private final HandClock clock = new HandClock();
    private final RunLoopExecutor executor = RunLoopExecutors.on(UnrunLoop.make(clock));
    private final DelayedTasks delayed = executor.buffer().delayed();
    private final DrainLock drainLock = executor.stack().drainLock();
    private final AtomicReferenceArray<NumberedTask> tasks;
    private final boolean takesTurn;

    /**
     * No tasks yet.
     *
     * @param most the highest number
     * @param takesTurn whether the loop takes its turn, as it must
     */
    public UnrunTimers(int most, boolean takesTurn) {
        this.tasks = new AtomicReferenceArray<>(most + 1);
        this.takesTurn = takesTurn;
    }

    /** By any thread, once per number. */
    public void schedule(int number, long date) {
        var task = new NumberedTask(executor, number, date);
        executor.buffer().offerDelayed(task);
        tasks.set(number, task);
    }

    /** By any thread. Returns whether the task existed and had not run. */
    public boolean cancel(int number) {
        NumberedTask task = tasks.get(number);
        return task != null && task.cancel(false);
    }

    /** By the loop: runs the first task that is due, and returns its number, or 0. */
    public int runDue(long now) {
        clock.now = now;
        while (true) {
            var task = (NumberedTask) takeDue();
            if (task == null) {
                return 0;
            }
            task.run();
            if (task.state() == Future.State.SUCCESS) {
                return task.number; // else it was just cancelled
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

    /** By the loop, at the end: exactly the tasks wait that were neither cancelled nor run. */
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

    /** A one-shot task with a given date. */
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

    /** A clock that is set by hand. */
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
