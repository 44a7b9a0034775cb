package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A task of ScheduledExecutorService.scheduleAtFixedRate")
class ScheduledExecutorServiceFixedRateContractTest extends PeriodicContract {

    @Override
    ScheduledFuture<?> repeat(
            ScheduledExecutorService executor, Runnable task, long initialDelay, long period, TimeUnit unit) {
        return executor.scheduleAtFixedRate(task, initialDelay, period, unit);
    }

    @EachExecutor
    void runsNoMoreOftenThanItsRate(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Queue<Long> times = new ConcurrentLinkedQueue<>();
        var runs = new CountDownLatch(5);
        long start = System.nanoTime();
        var _ = executor.scheduleAtFixedRate(
                () -> {
                    times.add(System.nanoTime());
                    runs.countDown();
                },
                2,
                3,
                TimeUnit.MILLISECONDS);

        await(runs);
        long earliest = Duration.ofMillis(2).toNanos();
        for (long time : times) {
            assertTrue(time - start >= earliest);
            earliest += Duration.ofMillis(3).toNanos();
        }
    }

    @EachExecutor
    void keepsItsDatesHoweverLongARunLasts(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var self = new AtomicReference<Delayed>();
        var runs = new AtomicInteger();
        var delayInTheSecondRun = new AtomicReference<Long>();
        var second = new CountDownLatch(1);
        Roadblock roadblock = block(executor);
        self.set(executor.scheduleAtFixedRate(
                () -> {
                    if (runs.incrementAndGet() == 1) {
                        spend(Duration.ofMillis(20), System.nanoTime());
                    } else if (second.getCount() > 0) {
                        delayInTheSecondRun.set(self.get().getDelay(TimeUnit.MILLISECONDS));
                        second.countDown();
                    }
                },
                0,
                5,
                TimeUnit.MILLISECONDS));
        roadblock.open();

        await(second);
        assertTrue(delayInTheSecondRun.get() <= -15, () -> delayInTheSecondRun.get() + " ms");
    }

    @EachExecutor
    void makesUpForRunsThatItHasMissed(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        var runs = new CountDownLatch(1_000);
        // A rate that could not be kept: the thousand runs were due before the roadblock is opened.
        var _ = executor.scheduleAtFixedRate(runs::countDown, 0, 1, TimeUnit.MICROSECONDS);
        spend(Duration.ofMillis(2), System.nanoTime());
        roadblock.open();

        await(runs);
    }

    @EachExecutor
    void waitsNoLongerThanItsPeriod(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var ran = new CountDownLatch(1);
        ScheduledFuture<?> future = executor.scheduleAtFixedRate(ran::countDown, 0, 1, TimeUnit.HOURS);
        await(ran);
        drain(executor); // the run has ended

        until(() -> future.getDelay(TimeUnit.NANOSECONDS) > 0);
        assertTrue(future.getDelay(TimeUnit.NANOSECONDS) <= Duration.ofHours(1).toNanos());
    }
}
