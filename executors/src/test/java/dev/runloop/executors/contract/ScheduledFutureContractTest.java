package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future.State;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A ScheduledFuture")
class ScheduledFutureContractTest extends Contract {

    @EachExecutor
    void isRunningUntilItsDate(Subject subject) {
        ScheduledFuture<?> future = open(subject).schedule(NOTHING, 1, TimeUnit.HOURS);

        assertEquals(State.RUNNING, future.state());
        assertFalse(future.isDone());
    }

    @EachExecutor
    void isSuccessAfterItsRun(Subject subject) throws Exception {
        ScheduledFuture<String> future = open(subject).schedule(() -> "result", 1, TimeUnit.MILLISECONDS);
        answer(future);

        assertEquals(State.SUCCESS, future.state());
        assertEquals("result", future.resultNow());
    }

    @EachExecutor
    void isFailedAfterAnException(Subject subject) {
        var thrown = new IOException("thrown by a task");
        ScheduledFuture<String> future = open(subject).schedule(throwing(thrown), 1, TimeUnit.MILLISECONDS);

        assertSame(
                thrown,
                assertThrows(ExecutionException.class, () -> answer(future)).getCause());
        assertEquals(State.FAILED, future.state());
        assertSame(thrown, future.exceptionNow());
    }

    @EachExecutor
    void isWaitedForInVainBeforeItsDate(Subject subject) {
        ScheduledFuture<?> future = open(subject).schedule(NOTHING, 1, TimeUnit.HOURS);

        assertThrows(TimeoutException.class, () -> future.get(1, TimeUnit.MILLISECONDS));
    }

    @EachExecutor
    void isCancelledBeforeItsDate(Subject subject) {
        ScheduledFuture<?> future = open(subject).schedule(NOTHING, 1, TimeUnit.HOURS);

        assertTrue(future.cancel(false));
        assertEquals(State.CANCELLED, future.state());
        assertThrows(CancellationException.class, future::get);
    }

    @EachExecutor
    void isCancelledOnlyOnce(Subject subject) {
        ScheduledFuture<?> future = open(subject).schedule(NOTHING, 1, TimeUnit.HOURS);

        assertTrue(future.cancel(true));
        assertFalse(future.cancel(true));
    }

    @EachExecutor
    void neverRunsOnceItIsCancelled(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        Roadblock roadblock = block(executor);
        ScheduledFuture<?> future = executor.schedule(runs::incrementAndGet, 1, TimeUnit.MILLISECONDS);
        future.cancel(false);
        roadblock.open();

        answer(executor.schedule(NOTHING, 5, TimeUnit.MILLISECONDS));
        drain(executor);
        assertEquals(0, runs.get());
    }

    @EachExecutor
    void leavesTheOthersAsTheyAreWhenItIsCancelled(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        ScheduledFuture<String> before = executor.schedule(() -> "before", 3, TimeUnit.MILLISECONDS);
        ScheduledFuture<?> cancelled = executor.schedule(NOTHING, 4, TimeUnit.MILLISECONDS);
        ScheduledFuture<String> after = executor.schedule(() -> "after", 5, TimeUnit.MILLISECONDS);
        cancelled.cancel(false);

        assertEquals("before", answer(before));
        assertEquals("after", answer(after));
    }

    @EachExecutor
    void isNotCancelledAfterItsRun(Subject subject) throws Exception {
        ScheduledFuture<?> future = open(subject).schedule(NOTHING, 1, TimeUnit.MILLISECONDS);
        answer(future);

        assertFalse(future.cancel(true));
        assertFalse(future.isCancelled());
    }

    @EachExecutor
    void isInterruptedInItsRun(Subject subject) throws Exception {
        var running = new Roadblock();
        ScheduledFuture<?> future = open(subject).schedule(running, 1, TimeUnit.MILLISECONDS);
        running.awaitReached();

        assertTrue(future.cancel(true));
        running.awaitInterrupted();
    }

    @EachExecutor
    void isNotInterruptedInItsRunIfItMustNotBe(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var running = new Roadblock();
        ScheduledFuture<?> future = executor.schedule(running, 1, TimeUnit.MILLISECONDS);
        running.awaitReached();

        assertTrue(future.cancel(false));
        running.open();
        drain(executor);
        assertFalse(running.wasInterrupted());
    }

    @EachExecutor
    void isCancelledByATaskOfItsExecutor(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        ScheduledFuture<?> future = executor.schedule(NOTHING, 1, TimeUnit.HOURS);

        assertTrue(answer(executor.submit(() -> future.cancel(false))));
        assertTrue(future.isCancelled());
    }

    @EachExecutor
    void saysThatItIsNotPeriodic(Subject subject) {
        ScheduledFuture<?> future = open(subject).schedule(NOTHING, 1, TimeUnit.HOURS);

        assertFalse(assertInstanceOf(RunnableScheduledFuture.class, future).isPeriodic());
    }

    @EachExecutor
    void saysThatItIsPeriodic(Subject subject) {
        ScheduledExecutorService executor = open(subject);
        ScheduledFuture<?> rate = executor.scheduleAtFixedRate(NOTHING, 1, 1, TimeUnit.HOURS);
        ScheduledFuture<?> delay = executor.scheduleWithFixedDelay(NOTHING, 1, 1, TimeUnit.HOURS);

        assertTrue(assertInstanceOf(RunnableScheduledFuture.class, rate).isPeriodic());
        assertTrue(assertInstanceOf(RunnableScheduledFuture.class, delay).isPeriodic());
    }

    @EachExecutor
    void describesItself(Subject subject) {
        assertNotNull(open(subject).schedule(NOTHING, 1, TimeUnit.HOURS).toString());
    }

    @EachExecutor
    @DiffersFromJdk(Difference.CANCELLED_TASKS_LEAVE)
    void doesNotPutOffTheEndOnceItIsCancelled(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        ScheduledFuture<?> future = executor.schedule(NOTHING, 1, TimeUnit.HOURS);
        executor.shutdown();
        future.cancel(false);

        awaitEnd(executor, subject.patience());
    }

    @EachExecutor
    @DiffersFromJdk(Difference.CANCELLED_TASKS_LEAVE)
    void isNotHeldOnceItIsCancelled(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        WeakReference<?> future = scheduleAndCancel(executor);

        drain(executor);
        until(
                () -> {
                    System.gc();
                    return future.refersTo(null);
                },
                subject.patience());
    }

    private static WeakReference<?> scheduleAndCancel(ScheduledExecutorService executor) {
        ScheduledFuture<?> future = executor.schedule(NOTHING, 1, TimeUnit.HOURS);
        future.cancel(false);
        return new WeakReference<>(future);
    }
}
