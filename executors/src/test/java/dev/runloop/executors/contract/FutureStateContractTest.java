package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Future.State;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The state of a Future")
class FutureStateContractTest extends Contract {
    private final Exception thrown = new IOException("thrown by a task");

    /** Of a task that waits behind another. */
    private Future<String> pending(Subject subject) throws InterruptedException {
        ExecutorService executor = open(subject);
        block(executor);
        return executor.submit(() -> "result");
    }

    private Future<?> running(Subject subject) throws InterruptedException {
        ExecutorService executor = open(subject);
        var roadblock = new Roadblock();
        Future<?> running = executor.submit(roadblock);
        roadblock.awaitReached();
        return running;
    }

    private Future<String> succeeded(Subject subject) throws Exception {
        Future<String> future = open(subject).submit(() -> "result");
        answer(future);
        return future;
    }

    private Future<String> failed(Subject subject) {
        Future<String> future = open(subject).submit(throwing(thrown));
        assertThrows(ExecutionException.class, () -> answer(future));
        return future;
    }

    private Future<String> cancelled(Subject subject) throws Exception {
        Future<String> future = pending(subject);
        assertTrue(future.cancel(false));
        return future;
    }

    @EachExecutor
    void isRunningBeforeTheTaskRuns(Subject subject) throws Exception {
        assertEquals(State.RUNNING, pending(subject).state());
    }

    @EachExecutor
    void isNotDoneBeforeTheTaskRuns(Subject subject) throws Exception {
        Future<String> future = pending(subject);

        assertFalse(future.isDone());
        assertFalse(future.isCancelled());
    }

    @EachExecutor
    void hasNoResultBeforeTheTaskRuns(Subject subject) throws Exception {
        assertThrows(IllegalStateException.class, pending(subject)::resultNow);
    }

    @EachExecutor
    void hasNoExceptionBeforeTheTaskRuns(Subject subject) throws Exception {
        assertThrows(IllegalStateException.class, pending(subject)::exceptionNow);
    }

    @EachExecutor
    void isRunningWhileTheTaskRuns(Subject subject) throws Exception {
        assertEquals(State.RUNNING, running(subject).state());
    }

    @EachExecutor
    void isNotDoneWhileTheTaskRuns(Subject subject) throws Exception {
        Future<?> future = running(subject);

        assertFalse(future.isDone());
        assertFalse(future.isCancelled());
    }

    @EachExecutor
    void hasNoResultWhileTheTaskRuns(Subject subject) throws Exception {
        assertThrows(IllegalStateException.class, running(subject)::resultNow);
    }

    @EachExecutor
    void isSuccessAfterAResult(Subject subject) throws Exception {
        assertEquals(State.SUCCESS, succeeded(subject).state());
    }

    @EachExecutor
    void isDoneAfterAResult(Subject subject) throws Exception {
        Future<String> future = succeeded(subject);

        assertTrue(future.isDone());
        assertFalse(future.isCancelled());
    }

    @EachExecutor
    void hasTheResultNow(Subject subject) throws Exception {
        assertEquals("result", succeeded(subject).resultNow());
    }

    @EachExecutor
    void hasNoExceptionAfterAResult(Subject subject) throws Exception {
        assertThrows(IllegalStateException.class, succeeded(subject)::exceptionNow);
    }

    @EachExecutor
    void isFailedAfterAnException(Subject subject) {
        assertEquals(State.FAILED, failed(subject).state());
    }

    @EachExecutor
    void isDoneAfterAnException(Subject subject) {
        Future<String> future = failed(subject);

        assertTrue(future.isDone());
        assertFalse(future.isCancelled());
    }

    @EachExecutor
    void hasTheExceptionNow(Subject subject) {
        assertSame(thrown, failed(subject).exceptionNow());
    }

    @EachExecutor
    void hasNoResultAfterAnException(Subject subject) {
        assertThrows(IllegalStateException.class, failed(subject)::resultNow);
    }

    @EachExecutor
    void isCancelledAfterCancel(Subject subject) throws Exception {
        assertEquals(State.CANCELLED, cancelled(subject).state());
    }

    @EachExecutor
    void isDoneAndCancelledAfterCancel(Subject subject) throws Exception {
        Future<String> future = cancelled(subject);

        assertTrue(future.isDone());
        assertTrue(future.isCancelled());
    }

    @EachExecutor
    void hasNoResultAfterCancel(Subject subject) throws Exception {
        assertThrows(IllegalStateException.class, cancelled(subject)::resultNow);
    }

    @EachExecutor
    void hasNoExceptionAfterCancel(Subject subject) throws Exception {
        assertThrows(IllegalStateException.class, cancelled(subject)::exceptionNow);
    }

    @EachExecutor
    void isFailedWhenTheTaskThrowsACancellation(Subject subject) {
        Future<String> future = open(subject).submit(throwing(new CancellationException("thrown by a task")));
        assertThrows(ExecutionException.class, () -> answer(future));

        assertEquals(State.FAILED, future.state());
        assertFalse(future.isCancelled());
    }

    @EachExecutor
    void isNotChangedByATaskThatIsRunAgain(Subject subject) throws Exception {
        Future<String> future = succeeded(subject);
        ((Runnable) future).run();

        assertEquals("result", future.resultNow());
    }

    @EachExecutor
    void isDescribedAtAnyTime(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Future<String> future = executor.submit(() -> "result");

        assertNotNull(future.toString());
        roadblock.open();
        answer(future);
        assertNotNull(future.toString());
    }
}
