package dev.runloop.executors;

import dev.runloop.RunLoopClock;
import dev.runloop.internal.Callout;
import dev.runloop.internal.Instruments;
import dev.runloop.internal.Tracer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on the loop, one by one, and stops after some thousand or half a millisecond for others to have their
 * turn.
 *
 * <p>Not thread-safe: it belongs to the loop's thread.
 */
final class TaskDrain {
    static final int MOST_TASKS_AT_ONCE = 4096;
    private static final long MOST_NANOS_AT_ONCE = TimeUnit.MICROSECONDS.toNanos(500);
    private static final int FIRST_CLOCK_READ = 2; // so that slow tasks are noticed at once, and one alone costs none
    private static final int MOST_TASKS_BETWEEN_CLOCK_READS = 128; // in case they become slow later

    private static final long BRIEF_NANOS = TimeUnit.MICROSECONDS.toNanos(2);
    private static final int MOST_TASKS_TOGETHER = 8; // that a tracer is told of

    private final RunLoopClock clock;
    private final TaskTurn turn;
    private final EndState end;
    private final TaskCounts counts;
    private long told; // how many tasks the instruments have been told of; a nested drain may have done so

    TaskDrain(RunLoopClock clock, TaskTurn turn, EndState end, TaskCounts counts) {
        this.clock = clock;
        this.turn = turn;
        this.end = end;
        this.counts = counts;
    }

    /** In turn, which is given up for each task: runs tasks until there is none; answers whether there may be more. */
    boolean run(Supplier<@Nullable Runnable> next, @Nullable Instruments instruments) {
        Tracer tracer = instruments == null ? null : instruments.tracer();
        try {
            return tracer == null ? run(next) : runTraced(next, tracer);
        } finally {
            if (instruments != null) {
                instruments.ran(counts.begun() - told);
                told = counts.begun();
            }
        }
    }

    private boolean run(Supplier<@Nullable Runnable> next) {
        long start = 0;
        int nextClockRead = FIRST_CLOCK_READ;
        for (int count = 1; count <= MOST_TASKS_AT_ONCE; count++) {
            Runnable task = end.isStopped() ? null : next.get();
            if (task == null) {
                return false;
            }
            runInterruptibly(task);
            if (count == nextClockRead) {
                long now = clock.nanoTime();
                start = count == FIRST_CLOCK_READ ? now : start;
                if (now - start > MOST_NANOS_AT_ONCE) {
                    return true;
                }
                nextClockRead += Math.min(count, MOST_TASKS_BETWEEN_CLOCK_READS);
            }
        }
        return true;
    }

    /** As {@link #run}, with the clock read for each task; or for some together, if they are brief and that will do. */
    private boolean runTraced(Supplier<@Nullable Runnable> next, Tracer tracer) {
        boolean tellsEach = tracer.wantsEachTask();
        long start = System.nanoTime();
        long spanStart = start;
        int together = 1;
        int count = 0;
        while (count < MOST_TASKS_AT_ONCE && spanStart - start <= MOST_NANOS_AT_ONCE) {
            int ran = 0;
            Runnable last = null;
            try {
                while (ran < together) {
                    Runnable task = end.isStopped() ? null : next.get();
                    if (task == null) {
                        return false;
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
                boolean areBrief = !tellsEach && now - spanStart < BRIEF_NANOS * ran;
                together = areBrief ? Math.min(2 * together, MOST_TASKS_TOGETHER) : 1;
                spanStart = now;
                count += ran;
            }
        }
        return true;
    }

    private void runInterruptibly(Runnable task) {
        counts.begin();
        turn.enterTask();
        try {
            callingOutToTask(task);
        } finally {
            turn.leaveTask();
            counts.end();
            Thread.interrupted(); // it was meant for this task
        }
    }

    private static void callingOutToTask(Runnable task) {
        task.run();
    }
}
