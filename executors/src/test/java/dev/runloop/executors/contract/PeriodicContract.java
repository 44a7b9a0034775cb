package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** How periodic tasks go on, at a fixed rate and with a fixed delay. */
abstract class PeriodicContract extends PeriodicEndContract {
    @EachExecutor
    void runsAgainAndAgain(Subject subject) throws Exception {
        var runs = new CountDownLatch(10);
        var _ = repeatEachMilli(open(subject), runs::countDown);

        await(runs);
    }

    @EachExecutor
    void doesNotRunBeforeTheInitialDelay(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var first = new CountDownLatch(1);
        long start = System.nanoTime();
        var _ = repeat(executor, first::countDown, 5, 1, TimeUnit.MILLISECONDS);

        await(first);
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(5).toNanos());
    }

    @EachExecutor
    void takesANegativeInitialDelayForNone(Subject subject) throws Exception {
        var first = new CountDownLatch(1);
        var _ = repeat(open(subject), first::countDown, Long.MIN_VALUE, 1, TimeUnit.DAYS);

        await(first);
    }

    @EachExecutor
    void takesTheLongestInitialDelayForNever(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        var _ = repeat(executor, runs::incrementAndGet, Long.MAX_VALUE, 1, TimeUnit.NANOSECONDS);

        answer(executor.schedule(NOTHING, 2, TimeUnit.MILLISECONDS));
        assertEquals(0, runs.get());
    }

    @EachSerialExecutor
    void takesTheLongestPeriodForNever(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        var _ = repeat(executor, runs::incrementAndGet, 0, Long.MAX_VALUE, TimeUnit.DAYS);

        answer(executor.schedule(NOTHING, 2, TimeUnit.MILLISECONDS));
        assertEquals(1, runs.get());
    }

    @EachExecutor
    void runsWithTheShortestPeriod(Subject subject) throws Exception {
        var runs = new CountDownLatch(1_000);
        var _ = repeat(open(subject), runs::countDown, 0, 1, TimeUnit.NANOSECONDS);

        await(runs);
    }

    @EachExecutor
    void refusesANullTask(Subject subject) {
        ScheduledExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> repeat(executor, null, 0, 1, TimeUnit.HOURS));
    }

    @EachExecutor
    void refusesANullUnit(Subject subject) {
        ScheduledExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> repeat(executor, NOTHING, 0, 1, null));
    }

    @EachExecutor
    void refusesThePeriodZero(Subject subject) {
        ScheduledExecutorService executor = open(subject);

        assertThrows(IllegalArgumentException.class, () -> repeat(executor, NOTHING, 0, 0, TimeUnit.HOURS));
    }

    @EachExecutor
    void refusesANegativePeriod(Subject subject) {
        ScheduledExecutorService executor = open(subject);

        assertThrows(IllegalArgumentException.class, () -> repeat(executor, NOTHING, 0, -1, TimeUnit.HOURS));
        assertThrows(
                IllegalArgumentException.class, () -> repeat(executor, NOTHING, 0, Long.MIN_VALUE, TimeUnit.HOURS));
    }

    @EachExecutor
    void neverRunsTwiceAtATime(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var runs = new CountDownLatch(20);
        var _ = repeat(
                executor,
                () -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    spend(Duration.ofNanos(200_000), System.nanoTime());
                    running.decrementAndGet();
                    runs.countDown();
                },
                0,
                10,
                TimeUnit.MICROSECONDS);

        await(runs);
        assertEquals(1, most.get());
    }

    @EachExecutor
    void showsEachRunWhatTheRunBeforeWrote(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var plain = new Plain();
        var runs = new CountDownLatch(100);
        ScheduledFuture<?> future = repeat(
                executor,
                () -> {
                    if (runs.getCount() > 0) {
                        plain.value++;
                        runs.countDown();
                    }
                },
                0,
                10,
                TimeUnit.MICROSECONDS);

        await(runs);
        future.cancel(false);
        assertEquals(100, plain.value);
    }

    @EachExecutor
    void letsOthersRunBetweenItsRuns(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var _ = repeatEachMilli(executor, () -> spend(Duration.ofNanos(100_000), System.nanoTime()));

        assertEquals("other", answer(executor.submit(() -> "other")));
        assertEquals("delayed", answer(executor.schedule(() -> "delayed", 1, TimeUnit.MILLISECONDS)));
    }

    @EachExecutor
    void runsBesideAnother(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var first = new CountDownLatch(5);
        var second = new CountDownLatch(5);
        var _ = repeatEachMilli(executor, first::countDown);
        var _ = repeatEachMilli(executor, second::countDown);

        await(first);
        await(second);
    }

    @EachExecutor
    void isNotDoneWhileItGoesOn(Subject subject) throws Exception {
        var runs = new CountDownLatch(3);
        ScheduledFuture<?> future = repeatEachMilli(open(subject), runs::countDown);
        await(runs);

        assertFalse(future.isDone());
        assertEquals(Future.State.RUNNING, future.state());
    }

    @EachExecutor
    void isWaitedForInVainWhileItGoesOn(Subject subject) {
        ScheduledFuture<?> future = repeatEachMilli(open(subject), NOTHING);

        assertThrows(TimeoutException.class, () -> future.get(3, TimeUnit.MILLISECONDS));
    }
}
