package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The shutdown of a ScheduledExecutorService")
class ScheduledExecutorServiceShutdownContractTest extends Contract {

    @EachExecutor
    void letsDelayedTasksRun(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        ScheduledFuture<String> delayed = executor.schedule(() -> "delayed", 5, TimeUnit.MILLISECONDS);
        executor.shutdown();

        assertEquals("delayed", answer(delayed));
        awaitEnd(executor);
    }

    @EachExecutor
    void doesNotHurryDelayedTasks(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        long start = System.nanoTime();
        ScheduledFuture<Long> delayed = executor.schedule(System::nanoTime, 5, TimeUnit.MILLISECONDS);
        executor.shutdown();

        assertTrue(answer(delayed) - start >= TimeUnit.MILLISECONDS.toNanos(5));
    }

    @EachExecutor
    void isNoTerminationWhileADelayedTaskWaits(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var _ = executor.schedule(NOTHING, 1, TimeUnit.HOURS);
        executor.shutdown();

        assertFalse(executor.awaitTermination(2, TimeUnit.MILLISECONDS));
        assertFalse(executor.isTerminated());
    }

    @EachExecutor
    void endsTheWaitOfDelayedTasksIfItIsShutdownNow(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var _ = executor.schedule(NOTHING, 1, TimeUnit.HOURS);
        executor.shutdown();

        assertEquals(1, executor.shutdownNow().size());
        awaitEnd(executor);
    }

    @EachExecutor
    void cancelsPeriodicTasks(Subject subject) {
        ScheduledExecutorService executor = open(subject);
        Future<?> rate = executor.scheduleAtFixedRate(NOTHING, 1, 1, TimeUnit.HOURS);
        Future<?> delay = executor.scheduleWithFixedDelay(NOTHING, 1, 1, TimeUnit.HOURS);
        executor.shutdown();

        until(() -> rate.isCancelled() && delay.isCancelled());
    }

    @EachExecutor
    void releasesWhoWaitsForAPeriodicTask(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Future<?> periodic = executor.scheduleAtFixedRate(NOTHING, 0, 1, TimeUnit.MILLISECONDS);
        Thread waiter = inThread(() -> assertThrows(CancellationException.class, periodic::get));
        untilWaiting(waiter);
        executor.shutdown();

        join(waiter);
    }

    @EachExecutor
    void terminatesWithNothingButPeriodicTasks(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var _ = executor.scheduleAtFixedRate(NOTHING, 1, 1, TimeUnit.HOURS);
        var _ = executor.scheduleWithFixedDelay(NOTHING, 0, 1, TimeUnit.NANOSECONDS);
        executor.shutdown();

        awaitEnd(executor);
    }

    @EachExecutor
    void letsTheRunOfAPeriodicTaskEnd(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var running = new Roadblock();
        var ended = new CountDownLatch(1);
        var _ = executor.scheduleAtFixedRate(
                () -> {
                    running.run();
                    ended.countDown();
                },
                0,
                1,
                TimeUnit.MILLISECONDS);
        running.awaitReached();
        executor.shutdown();
        running.open();

        await(ended);
        assertFalse(running.wasInterrupted());
        awaitEnd(executor);
    }

    @EachExecutor
    void doesNotLetAPeriodicTaskRunOnceMore(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        var running = new Roadblock();
        var _ = executor.scheduleWithFixedDelay(
                () -> {
                    runs.incrementAndGet();
                    running.run();
                },
                0,
                1,
                TimeUnit.NANOSECONDS);
        running.awaitReached();
        executor.shutdown();
        running.open();

        awaitEnd(executor);
        assertEquals(1, runs.get());
    }

    @EachExecutor
    void mayBeAskedForByAPeriodicTask(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        var _ = executor.scheduleAtFixedRate(
                () -> {
                    if (runs.incrementAndGet() == 2) {
                        executor.shutdown();
                    }
                },
                0,
                1,
                TimeUnit.MILLISECONDS);

        awaitEnd(executor);
        assertEquals(2, runs.get());
    }

    @EachExecutor
    void rejectsWhatADelayedTaskSchedules(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        ScheduledFuture<?> delayed = executor.schedule(
                () -> {
                    assertThrows(
                            RejectedExecutionException.class,
                            () -> executor.schedule(NOTHING, 1, TimeUnit.MILLISECONDS));
                },
                3,
                TimeUnit.MILLISECONDS);
        executor.shutdown();

        answer(delayed);
    }

    @EachExecutor
    void letsDelayedTasksBeCancelled(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        ScheduledFuture<?> delayed = executor.schedule(runs::incrementAndGet, 5, TimeUnit.MILLISECONDS);
        executor.shutdown();
        boolean cancelled = delayed.cancel(false);

        awaitEnd(executor);
        assertEquals(cancelled ? 0 : 1, runs.get());
    }
}
