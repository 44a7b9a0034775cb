package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** How periodic tasks end, at a fixed rate and with a fixed delay. */
abstract class PeriodicEndContract extends Contract {
    private final RuntimeException thrown = new IllegalStateException("thrown by a task");

    abstract ScheduledFuture<?> repeat(
            ScheduledExecutorService executor, Runnable task, long initialDelay, long period, TimeUnit unit);

    ScheduledFuture<?> repeatEachMilli(ScheduledExecutorService executor, Runnable task) {
        return repeat(executor, task, 0, 1, TimeUnit.MILLISECONDS);
    }

    @EachExecutor
    void endsWithAnException(Subject subject) throws Exception {
        reported();
        ScheduledExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        ScheduledFuture<?> future = repeatEachMilli(executor, throwingInTheThirdRun(runs));

        assertThrows(ExecutionException.class, () -> answer(future));
        answer(executor.schedule(NOTHING, 3, TimeUnit.MILLISECONDS));
        assertEquals(3, runs.get());
    }

    @EachExecutor
    void givesTheExceptionToItsFuture(Subject subject) {
        reported();
        ScheduledFuture<?> future = repeatEachMilli(open(subject), throwingInTheThirdRun(new AtomicInteger()));

        assertSame(
                thrown,
                assertThrows(ExecutionException.class, () -> answer(future)).getCause());
        assertEquals(Future.State.FAILED, future.state());
    }

    @EachExecutor
    void endsWithAnError(Subject subject) {
        reported();
        var error = new AssertionError("thrown by a task");
        ScheduledFuture<?> future = repeatEachMilli(open(subject), () -> {
            throw error;
        });

        assertSame(
                error,
                assertThrows(ExecutionException.class, () -> answer(future)).getCause());
    }

    @EachExecutor
    void leavesTheOthersAsTheyAreWhenItThrows(Subject subject) throws Exception {
        reported();
        ScheduledExecutorService executor = open(subject);
        var runs = new CountDownLatch(5);
        ScheduledFuture<?> throwing = repeatEachMilli(executor, failing(thrown));
        var _ = repeatEachMilli(executor, runs::countDown);

        assertThrows(ExecutionException.class, () -> answer(throwing));
        await(runs);
    }

    @EachExecutor
    @DiffersFromJdk(Difference.END_OF_A_SERIES)
    void tellsTheExceptionHandlerWhatEndsIt(Subject subject) throws Exception {
        Queue<Throwable> reported = reported();
        ScheduledExecutorService executor = open(subject);
        ScheduledFuture<?> future = repeatEachMilli(executor, throwingInTheThirdRun(new AtomicInteger()));
        assertThrows(ExecutionException.class, () -> answer(future));

        drain(executor);
        assertEquals(List.of(thrown), List.copyOf(reported));
    }

    @EachExecutor
    void stopsWhenItIsCancelled(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var begun = new CountDownLatch(2);
        var runs = new AtomicInteger();
        ScheduledFuture<?> future = repeatEachMilli(executor, () -> {
            runs.incrementAndGet();
            begun.countDown();
        });
        await(begun);
        assertTrue(future.cancel(false));
        drain(executor); // it may have been in a run
        int runsUntilThen = runs.get();

        answer(executor.schedule(NOTHING, 3, TimeUnit.MILLISECONDS));
        assertEquals(runsUntilThen, runs.get());
    }

    @EachExecutor
    void neverRunsIfItIsCancelledBefore(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        Roadblock roadblock = block(executor);
        repeatEachMilli(executor, runs::incrementAndGet).cancel(false);
        roadblock.open();

        answer(executor.schedule(NOTHING, 2, TimeUnit.MILLISECONDS));
        assertEquals(0, runs.get());
    }

    @EachExecutor
    void mayCancelItself(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var self = new AtomicReference<ScheduledFuture<?>>();
        var runs = new AtomicInteger();
        Roadblock roadblock = block(executor);
        self.set(repeatEachMilli(executor, () -> {
            if (runs.incrementAndGet() == 3) {
                self.get().cancel(false);
            }
        }));
        roadblock.open();

        assertThrows(CancellationException.class, () -> answer(self.get()));
        answer(executor.schedule(NOTHING, 3, TimeUnit.MILLISECONDS));
        assertEquals(3, runs.get());
    }

    @EachExecutor
    void isInterruptedInItsRun(Subject subject) throws Exception {
        var running = new Roadblock();
        ScheduledFuture<?> future = repeatEachMilli(open(subject), running);
        running.awaitReached();

        assertTrue(future.cancel(true));
        running.awaitInterrupted();
    }

    @EachExecutor
    void endsWithACancellationForWhoWaits(Subject subject) throws Exception {
        ScheduledFuture<?> future = repeatEachMilli(open(subject), NOTHING);
        Thread waiter = inThread(() -> assertThrows(CancellationException.class, future::get));
        untilWaiting(waiter);
        future.cancel(false);

        join(waiter);
    }

    @EachExecutor
    void endsAtShutdown(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var begun = new CountDownLatch(2);
        ScheduledFuture<?> future = repeatEachMilli(executor, begun::countDown);
        await(begun);
        executor.shutdown();

        awaitEnd(executor);
        assertTrue(future.isCancelled());
    }

    private Runnable throwingInTheThirdRun(AtomicInteger runs) {
        return () -> {
            if (runs.incrementAndGet() == 3) {
                throw thrown;
            }
        };
    }
}
