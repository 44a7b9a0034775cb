package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A task of ScheduledExecutorService.scheduleWithFixedDelay")
class ScheduledExecutorServiceFixedDelayContractTest extends PeriodicContract {

    /** When a run began and ended. */
    private record Run(long begin, long end) {}

    @Override
    ScheduledFuture<?> repeat(
            ScheduledExecutorService executor, Runnable task, long initialDelay, long period, TimeUnit unit) {
        return executor.scheduleWithFixedDelay(task, initialDelay, period, unit);
    }

    @EachExecutor
    void waitsForItsDelayAfterTheEndOfEachRun(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Queue<Run> queue = new ConcurrentLinkedQueue<>();
        var latch = new CountDownLatch(4);
        var _ = executor.scheduleWithFixedDelay(
                () -> {
                    long begin = System.nanoTime();
                    spend(Duration.ofMillis(5), begin);
                    queue.add(new Run(begin, System.nanoTime()));
                    latch.countDown();
                },
                0,
                3,
                TimeUnit.MILLISECONDS);

        await(latch);
        List<Run> runs = List.copyOf(queue);
        for (int i = 1; i < runs.size(); i++) {
            assertTrue(runs.get(i).begin() - runs.get(i - 1).end()
                    >= Duration.ofMillis(3).toNanos());
        }
    }

    @EachExecutor
    void doesNotMakeUpForWhatItHasMissed(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Queue<Long> times = new ConcurrentLinkedQueue<>();
        var latch = new CountDownLatch(4);
        Roadblock roadblock = block(executor);
        var _ = executor.scheduleWithFixedDelay(
                () -> {
                    times.add(System.nanoTime());
                    latch.countDown();
                },
                0,
                3,
                TimeUnit.MILLISECONDS);
        spend(Duration.ofMillis(15), System.nanoTime());
        roadblock.open();

        await(latch);
        List<Long> runs = List.copyOf(times);
        for (int i = 1; i < runs.size(); i++) {
            assertTrue(runs.get(i) - runs.get(i - 1) >= Duration.ofMillis(3).toNanos());
        }
    }

    @EachExecutor
    void waitsNoLongerThanItsDelay(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var ran = new CountDownLatch(1);
        ScheduledFuture<?> future = executor.scheduleWithFixedDelay(ran::countDown, 0, 1, TimeUnit.HOURS);
        await(ran);
        drain(executor); // the run has ended

        until(() -> future.getDelay(TimeUnit.NANOSECONDS) > 0);
        assertTrue(future.getDelay(TimeUnit.NANOSECONDS) <= Duration.ofHours(1).toNanos());
    }
}
