package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
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
    private static int scheduleAndCancel(
            RunLoopExecutor executor, long seed, AtomicInteger runs, Queue<Future<?>> all) {
        var random = new SplittableRandom(seed);
        List<ScheduledFuture<?>> pending = new ArrayList<>();
        int cancelled = 0;
        for (int i = 0; i < TASKS; i++) {
            ScheduledFuture<?> scheduled =
                    executor.schedule(runs::incrementAndGet, random.nextInt(1_000_000), TimeUnit.NANOSECONDS);
            pending.add(scheduled);
            all.add(scheduled);
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
        Queue<Future<?>> all = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            long seed = 4_711L + i;
            threads.add(start(
                    ThreadKind.PLATFORM, () -> cancelled.addAndGet(scheduleAndCancel(executor, seed, runs, all))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        executor.shutdown();
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));

        long succeeded = all.stream()
                .filter(task -> task.state() == Future.State.SUCCESS)
                .count();
        assertEquals(cancelled.get(), all.stream().filter(Future::isCancelled).count());
        assertEquals(THREADS * TASKS, succeeded + cancelled.get());
        assertTrue(runs.get() >= succeeded, "and some that were cancelled while they ran");
        assertEquals(0, executor.delayedTaskCount());
    }
}
