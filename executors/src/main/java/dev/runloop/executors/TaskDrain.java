package dev.runloop.executors;

import dev.runloop.RunLoopClock;
import dev.runloop.internal.trace.Callout;
import dev.runloop.internal.trace.LoopCounters;
import dev.runloop.internal.trace.Tracer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on the loop, one at a time, and stops after a few thousand tasks or half a millisecond, so that the loop gets to
 * its other sources and timers.
 *
 * <p>Not thread-safe: belongs to the loop's thread.
 */
final class TaskDrain {
    static final int MOST_TASKS_AT_ONCE = 4096;
    private static final long MOST_NANOS_AT_ONCE = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long BRIEF_NANOS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final int MOST_TASKS_TOGETHER = 32;
    private static final int MOST_TASKS_TRACED_TOGETHER = 8;
    private static final int TASKS_TO_BE_SURE = 1024;

    /** Why a drain has ended. */
    enum Ended {
        /** There were no more tasks. */
        EMPTY,
        /** It has run as many tasks as it may. */
        ENOUGH,
        /** It has used up its time. */
        TIME_UP
    }

    /** Where tasks come from. Called with the lock. */
    interface Tasks {
        /** Takes out the next task, if there is one. */
        @Nullable
        Runnable next();

        /** Whether there is another. */
        boolean areThereMore();
    }

    private final RunLoopClock clock;
    private final DrainLock drainLock;
    private final RunState state;
    private final TaskCounts counts;
    private int mostTogether = MOST_TASKS_TOGETHER; // per reading of the clock
    private int sure; // brief tasks since this has changed
    private long told; // tasks reported to the counters, perhaps by a nested drain

    TaskDrain(RunLoopClock clock, DrainLock drainLock, RunState state, TaskCounts counts) {
        this.clock = clock;
        this.drainLock = drainLock;
        this.state = state;
        this.counts = counts;
    }

    /**
     * With the lock, which is released for each task: runs tasks until there are no more or a limit is reached.
     *
     * @param most how many tasks to run at most
     * @param start about when this perform began
     * @param isAwaited whether something else may be due soon, so that the clock must be read after each task
     */
    Ended run(Tasks tasks, int most, long start, boolean isAwaited, @Nullable LoopCounters counters) {
        Tracer tracer = counters == null ? null : counters.tracer();
        try {
            return tracer == null ? run(tasks, most, start, isAwaited) : runTraced(tasks, most, isAwaited, tracer);
        } finally {
            if (counters != null) {
                counters.tasksRun(counts.begun() - told);
                told = counts.begun();
            }
        }
    }

    private Ended run(Tasks tasks, int most, long start, boolean isAwaited) {
        long last = start;
        int ran = 0; // since then
        int together = 1; // tasks for each look at the clock
        for (int count = 0; count < most; count++) {
            Runnable task = state.isStopped() ? null : tasks.next();
            if (task == null) {
                return Ended.EMPTY;
            }
            runInterruptibly(task);
            if (++ran >= together && tasks.areThereMore()) {
                long now = clock.nanoTime();
                if (now - start > MOST_NANOS_AT_ONCE) {
                    doubt(together);
                    return Ended.TIME_UP;
                }
                together = isAwaited ? 1 : together(now - last, ran);
                last = now;
                ran = 0;
            }
        }
        return Ended.ENOUGH;
    }

    /**
     * How many tasks to run before the next reading of the clock. For brief tasks one reading each would cost more than the
     * tasks, so it is one a microsecond. After a long task among them it is one per task for a while.
     */
    private int together(long nanos, int ran) {
        sure += ran;
        if (sure >= TASKS_TO_BE_SURE) {
            sure = 0;
            mostTogether = Math.min(2 * mostTogether, MOST_TASKS_TOGETHER);
        }
        long brief = ran * BRIEF_NANOS / Math.max(nanos, 1);
        return Math.clamp(brief, 1, Math.min(2 * ran, mostTogether));
    }

    private void doubt(int together) {
        if (together > 1) {
            mostTogether = 1;
            sure = 0;
        }
    }

    /** Like {@link #run}, reading the clock for each task, or for some together if they are brief and the tracer allows it. */
    private Ended runTraced(Tasks tasks, int most, boolean isAwaited, Tracer tracer) {
        boolean tellsEach = tracer.wantsEachTask();
        long start = System.nanoTime();
        long spanStart = start;
        int together = 1;
        int count = 0;
        while (count < most && spanStart - start <= MOST_NANOS_AT_ONCE) {
            int ran = 0;
            Runnable last = null;
            try {
                while (ran < together) {
                    Runnable task = state.isStopped() ? null : tasks.next();
                    if (task == null) {
                        return Ended.EMPTY;
                    }
                    last = DecoratedTask.original(task);
                    if (tellsEach) {
                        tracer.calls(Callout.TASK, last);
                    }
                    ran++;
                    runInterruptibly(task);
                }
            } finally {
                long now = System.nanoTime();
                if (last != null && ran == 1) {
                    tracer.called(Callout.TASK, last, spanStart, now);
                } else if (last != null) {
                    tracer.calledBriefly(ran, last, spanStart, now);
                }
                boolean areBrief = !tellsEach && !isAwaited && now - spanStart < BRIEF_NANOS;
                together = areBrief ? Math.min(2 * together, MOST_TASKS_TRACED_TOGETHER) : 1;
                spanStart = now;
                count += ran;
            }
        }
        return count < most ? Ended.TIME_UP : Ended.ENOUGH;
    }

    private void runInterruptibly(Runnable task) {
        counts.begin();
        drainLock.enterTask();
        try {
            callingOutToTask(task);
        } finally {
            drainLock.leaveTask();
            counts.end();
            Thread.interrupted(); // meant for this task
        }
    }

    /** On the loop's thread, inside a task: runs its body. */
    static void callingOutToTask(Runnable task) {
        if (task instanceof LoopTask<?> ours) {
            ours.runAsTask();
        } else {
            task.run();
        }
    }
}
