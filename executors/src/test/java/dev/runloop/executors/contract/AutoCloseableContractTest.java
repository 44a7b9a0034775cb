package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;

@DisplayName("ExecutorService.close")
class AutoCloseableContractTest extends Contract {
    private static final String DEADLOCK = "would leave a thread behind that waits for ever";

    @EachExecutor
    void terminates(Subject subject) {
        ExecutorService executor = open(subject);
        executor.close();

        assertTrue(executor.isTerminated());
    }

    @EachExecutor
    void mayBeCalledTwice(Subject subject) {
        ExecutorService executor = open(subject);
        executor.close();
        executor.close();

        assertTrue(executor.isTerminated());
    }

    @EachExecutor
    void waitsForTheTaskThatRuns(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Thread closer = inThread(executor::close);
        untilWaiting(closer);

        assertTrue(closer.isAlive());
        roadblock.open();
        join(closer);
        assertFalse(roadblock.wasInterrupted());
    }

    @EachExecutor
    void waitsForWhatIsQueued(Subject subject) {
        ExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        for (int i = 0; i < 1_000; i++) {
            executor.execute(runs::incrementAndGet);
        }
        executor.close();

        assertEquals(1_000, runs.get());
    }

    @EachExecutor
    void waitsForDelayedTasks(Subject subject) {
        ScheduledExecutorService executor = open(subject);
        Future<String> delayed = executor.schedule(() -> "delayed", 5, TimeUnit.MILLISECONDS);
        executor.close();

        assertEquals("delayed", delayed.resultNow());
    }

    @EachExecutor
    void doesNotWaitForPeriodicTasks(Subject subject) {
        ScheduledExecutorService executor = open(subject);
        Future<?> periodic = executor.scheduleAtFixedRate(NOTHING, 1, 1, TimeUnit.HOURS);
        executor.close();

        assertTrue(periodic.isCancelled());
    }

    @EachExecutor
    void rejectsFromThenOn(Subject subject) {
        ExecutorService executor = open(subject);
        executor.close();

        assertThrows(RejectedExecutionException.class, () -> executor.execute(NOTHING));
    }

    @EachExecutor
    void rejectsWhileItWaits(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Thread closer = inThread(executor::close);
        until(executor::isShutdown);

        assertThrows(RejectedExecutionException.class, () -> executor.execute(NOTHING));
        roadblock.open();
        join(closer);
    }

    @EachExecutor
    void waitsAfterShutdownToo(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var ran = new AtomicBoolean();
        Roadblock roadblock = block(executor);
        executor.execute(() -> ran.set(true));
        executor.shutdown();
        roadblock.open();
        executor.close();

        assertTrue(ran.get());
    }

    @EachExecutor
    void waitsAfterShutdownNowToo(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock stubborn = Roadblock.stubborn();
        executor.execute(stubborn);
        stubborn.awaitReached();
        executor.shutdownNow();
        Thread closer = inThread(executor::close);
        untilWaiting(closer);

        assertTrue(closer.isAlive());
        stubborn.open();
        join(closer);
    }

    @EachExecutor
    void mayBeCalledByManyAtOnce(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Thread first = inThread(executor::close);
        Thread second = inThread(executor::close);
        untilWaiting(first);
        untilWaiting(second);
        roadblock.open();

        join(first);
        join(second);
    }

    @EachExecutor
    void throwsNothingThatATaskHasThrown(Subject subject) {
        reported();
        ExecutorService executor = open(subject);
        executor.execute(failing(new IllegalStateException("thrown by a task")));

        assertDoesNotThrow(executor::close);
    }

    @EachSerialExecutor
    void showsWhatTheTasksWrote(Subject subject) {
        ExecutorService executor = open(subject);
        var plain = new Plain();
        for (int i = 0; i < 1_000; i++) {
            executor.execute(() -> plain.value++);
        }
        executor.close();

        assertEquals(1_000, plain.value);
    }

    @EachExecutor
    void interruptsTheTaskThatRunsWhenItsCallerIsInterrupted(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock running = block(executor);
        Thread closer = inThread(executor::close);
        untilWaiting(closer);
        closer.interrupt();

        running.awaitInterrupted();
        join(closer);
    }

    @EachExecutor
    void dropsWhatIsQueuedWhenItsCallerIsInterrupted(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        block(executor);
        executor.execute(runs::incrementAndGet);
        Thread closer = inThread(executor::close);
        closer.interrupt();

        join(closer);
        assertEquals(0, runs.get());
    }

    @EachExecutor
    void keepsTheInterruptOfItsCaller(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Thread closer = inThread(() -> {
            Thread.currentThread().interrupt();
            executor.close();
            assertTrue(Thread.interrupted());
        });

        join(closer);
        assertTrue(executor.isTerminated());
    }

    @EachExecutor
    void waitsOnForATaskThatIgnoresTheInterrupt(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock stubborn = Roadblock.stubborn();
        executor.execute(stubborn);
        stubborn.awaitReached();
        Thread closer = inThread(executor::close);
        closer.interrupt();
        stubborn.awaitInterrupted();

        assertFalse(executor.isTerminated());
        stubborn.open();
        join(closer);
        assertTrue(executor.isTerminated());
    }

    @EachExecutor
    void endsATryWithResources(Subject subject) {
        Future<String> future;
        try (ExecutorService executor = open(subject)) {
            future = executor.submit(() -> "result");
        }

        assertEquals("result", future.resultNow());
    }

    @EachExecutor
    @DiffersFromJdk(value = Difference.WAITING_ON_THE_OWN_LOOP, controlSkipped = DEADLOCK)
    void refusesToWaitOnTheOwnLoop(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Future<?> closing = executor.submit(() -> assertThrows(IllegalStateException.class, executor::close));

        answer(closing, subject.patience());
    }

    @EachExecutor
    @DiffersFromJdk(value = Difference.WAITING_ON_THE_OWN_LOOP, controlSkipped = DEADLOCK)
    void leavesTheExecutorOpenWhenItRefuses(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Future<?> closing = executor.submit(() -> assertThrows(IllegalStateException.class, executor::close));
        answer(closing, subject.patience());

        drain(executor);
    }
}
