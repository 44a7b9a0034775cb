package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Delayed tasks that several threads cancel at about the time of their dates")
class CancelAgainstFireTest extends ExecutorTest {
    private static final int THREADS = 4;
    private static final int TASKS = 20_000;

    /** Schedules for the next millisecond, and cancels each with luck before, at, or after its date. */
    private static int scheduleAndCancel(RunLoopExecutor executor, long seed, AtomicInteger runs) {
        var random = new SplittableRandom(seed);
        List<ScheduledFuture<?>> pending = new ArrayList<>();
        int cancelled = 0;
        for (int i = 0; i < TASKS; i++) {
            pending.add(executor.schedule(runs::incrementAndGet, random.nextInt(1_000_000), TimeUnit.NANOSECONDS));
            if (random.nextInt(3) == 0) {
                ScheduledFuture<?> one = pending.remove(random.nextInt(pending.size()));
                cancelled += one.cancel(false) ? 1 : 0;
            }
        }
        for (ScheduledFuture<?> one : pending) {
            cancelled += random.nextBoolean() && one.cancel(false) ? 1 : 0;
        }
        return cancelled;
    }

    @ParameterizedTest
    @EnumSource
    void runOrAreCancelledAndAreGoneThen(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var runs = new AtomicInteger();
        var cancelled = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            long seed = 4_711L + i;
            threads.add(start(ThreadKind.PLATFORM, () -> cancelled.addAndGet(scheduleAndCancel(executor, seed, runs))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        executor.shutdown();
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));

        assertEquals(THREADS * TASKS, runs.get() + cancelled.get());
        assertEquals(0, executor.delayedTaskCount());
    }
}
