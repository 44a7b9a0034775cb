package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;

@DisplayName("ExecutorService.shutdownNow")
class ExecutorServiceShutdownNowContractTest extends Contract {

    @EachExecutor
    void isSeenAtOnce(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        executor.shutdownNow();

        assertTrue(executor.isShutdown());
    }

    @EachExecutor
    void endsAnIdleExecutor(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        drain(executor);
        executor.shutdownNow();

        awaitEnd(executor);
    }

    @EachExecutor
    void interruptsTheTaskThatRuns(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock running = block(executor);
        executor.shutdownNow();

        running.awaitInterrupted();
        awaitEnd(executor);
    }

    @EachExecutor
    void interruptsTheTaskThatRunsAlsoAfterShutdown(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock running = block(executor);
        executor.shutdown();
        executor.shutdownNow();

        running.awaitInterrupted();
    }

    @EachExecutor
    void interruptsADelayedTaskThatRuns(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var running = new Roadblock();
        var _ = executor.schedule(running, 1, TimeUnit.MILLISECONDS);
        running.awaitReached();
        executor.shutdownNow();

        running.awaitInterrupted();
    }

    @EachExecutor
    void runsNothingMore(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        block(executor);
        executor.execute(runs::incrementAndGet);
        var _ = executor.schedule(runs::incrementAndGet, 0, TimeUnit.SECONDS);
        var _ = executor.scheduleAtFixedRate(runs::incrementAndGet, 0, 1, TimeUnit.NANOSECONDS);
        executor.shutdownNow();

        awaitEnd(executor);
        assertEquals(0, runs.get());
    }

    @EachExecutor
    void doesNotWaitForATaskThatIgnoresTheInterrupt(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock stubborn = Roadblock.stubborn();
        executor.execute(stubborn);
        stubborn.awaitReached();
        executor.shutdownNow();
        stubborn.awaitInterrupted();

        assertFalse(executor.isTerminated());
        stubborn.open();
        awaitEnd(executor);
    }

    @EachExecutor
    void mayBeAskedForByATask(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var handedBack = new AtomicInteger();
        Roadblock roadblock = block(executor);
        executor.execute(() -> handedBack.set(executor.shutdownNow().size()));
        executor.execute(NOTHING);
        roadblock.open();

        awaitEnd(executor);
        assertTrue(handedBack.get() <= 1); // none if the other has run on another thread
    }
}
