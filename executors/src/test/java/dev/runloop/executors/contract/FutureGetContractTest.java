package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Future.get")
class FutureGetContractTest extends Contract {

    @EachExecutor
    void waitsForTheResult(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Future<String> future = executor.submit(() -> "result");
        Thread waiter = inThread(() -> assertEquals("result", future.get()));
        untilWaiting(waiter);
        roadblock.open();

        join(waiter);
    }

    @EachExecutor
    void answersEachTime(Subject subject) throws Exception {
        Future<String> future = open(subject).submit(() -> "result");

        assertEquals("result", future.get());
        assertEquals("result", future.get());
    }

    @EachExecutor
    void throwsTheSameCauseEachTime(Subject subject) {
        var thrown = new IOException("thrown by a task");
        Future<String> future = open(subject).submit(throwing(thrown));

        assertSame(thrown, assertThrows(ExecutionException.class, future::get).getCause());
        assertSame(thrown, assertThrows(ExecutionException.class, future::get).getCause());
    }

    @EachExecutor
    void releasesAllWhoWait(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Future<String> future = executor.submit(() -> "result");
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread waiter = inThread(() -> assertEquals("result", future.get()));
            untilWaiting(waiter);
            waiters.add(waiter);
        }
        roadblock.open();

        for (Thread waiter : waiters) {
            join(waiter);
        }
    }

    @EachExecutor
    void releasesWhoWaitsForATaskThatIsCancelled(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Future<?> future = executor.submit(NOTHING);
        Thread waiter = inThread(() -> assertThrows(CancellationException.class, future::get));
        untilWaiting(waiter);
        future.cancel(false);

        join(waiter);
    }

    @EachExecutor
    void throwsACancellationAfterCancel(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Future<?> future = executor.submit(NOTHING);
        future.cancel(true);

        assertThrows(CancellationException.class, future::get);
    }

    @EachExecutor
    void throwsACancellationAfterCancelAlsoWithATimeout(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Future<?> future = executor.submit(NOTHING);
        future.cancel(false);

        assertThrows(CancellationException.class, () -> future.get(0, TimeUnit.SECONDS));
    }

    @EachExecutor
    void answersInTime(Subject subject) throws Exception {
        assertEquals("result", open(subject).submit(() -> "result").get(1, TimeUnit.HOURS));
    }

    @EachExecutor
    void waitsTheLongestTime(Subject subject) throws Exception {
        assertEquals("result", open(subject).submit(() -> "result").get(Long.MAX_VALUE, TimeUnit.DAYS));
    }

    @EachExecutor
    void throwsInTime(Subject subject) {
        var thrown = new IOException("thrown by a task");
        Future<?> future = open(subject).submit(throwing(thrown));
        var failure = assertThrows(ExecutionException.class, () -> future.get(1, TimeUnit.HOURS));

        assertSame(thrown, failure.getCause());
    }

    @EachExecutor
    void givesUpWhenTheTimeIsUp(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Future<?> future = executor.submit(NOTHING);

        assertThrows(TimeoutException.class, () -> future.get(1, TimeUnit.MILLISECONDS));
    }

    @EachExecutor
    void doesNotGiveUpBefore(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Future<?> future = executor.submit(NOTHING);
        long start = System.nanoTime();

        assertThrows(TimeoutException.class, () -> future.get(10, TimeUnit.MILLISECONDS));
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(10).toNanos());
    }

    @EachExecutor
    void givesUpAfterANanosecond(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Future<?> future = executor.submit(NOTHING);

        assertThrows(TimeoutException.class, () -> future.get(1, TimeUnit.NANOSECONDS));
    }

    @EachExecutor
    void givesUpAtOnceIfThereIsNoTime(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Future<?> future = executor.submit(NOTHING);

        assertThrows(TimeoutException.class, () -> future.get(0, TimeUnit.SECONDS));
    }

    @EachExecutor
    void givesUpAtOnceIfTheTimeIsNegative(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Future<?> future = executor.submit(NOTHING);

        assertThrows(TimeoutException.class, () -> future.get(-1, TimeUnit.SECONDS));
        assertThrows(TimeoutException.class, () -> future.get(Long.MIN_VALUE, TimeUnit.DAYS));
    }

    @EachExecutor
    void answersWithoutTimeWhatIsDone(Subject subject) throws Exception {
        Future<String> future = open(subject).submit(() -> "result");
        future.get();

        assertEquals("result", future.get(0, TimeUnit.SECONDS));
        assertEquals("result", future.get(Long.MIN_VALUE, TimeUnit.DAYS));
    }

    @EachExecutor
    void needsAUnit(Subject subject) throws Exception {
        Future<String> future = open(subject).submit(() -> "result");

        assertThrows(NullPointerException.class, () -> future.get(1, null));
    }

    @EachExecutor
    void leavesTheTaskAsItIsWhenTheTimeIsUp(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Future<String> future = executor.submit(() -> "result");
        assertThrows(TimeoutException.class, () -> future.get(1, TimeUnit.MILLISECONDS));
        roadblock.open();

        assertEquals("result", answer(future));
    }

    @EachExecutor
    void endsForAnInterruptOfTheWaiter(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Future<?> future = executor.submit(NOTHING);
        Thread waiter = inThread(() -> assertThrows(InterruptedException.class, future::get));
        untilWaiting(waiter);
        waiter.interrupt();

        join(waiter);
    }

    @EachExecutor
    void endsForAnInterruptOfTheWaiterAlsoWithATimeout(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Future<?> future = executor.submit(NOTHING);
        Thread waiter = inThread(() -> assertThrows(InterruptedException.class, () -> future.get(1, TimeUnit.HOURS)));
        untilWaiting(waiter);
        waiter.interrupt();

        join(waiter);
    }

    @EachExecutor
    void endsAtOnceForAnInterruptThatIsThereAlready(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Future<?> future = executor.submit(NOTHING);

        join(inThread(() -> {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, future::get);
            assertFalse(Thread.interrupted());
        }));
    }

    @EachExecutor
    void answersInSpiteOfAnInterruptWhatIsDone(Subject subject) throws Exception {
        Future<String> future = open(subject).submit(() -> "result");
        future.get();

        join(inThread(() -> {
            Thread.currentThread().interrupt();
            assertEquals("result", future.get());
            assertTrue(Thread.interrupted());
        }));
    }

    @EachExecutor
    void leavesTheTaskAsItIsWhenTheWaiterIsInterrupted(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Future<String> future = executor.submit(() -> "result");
        Thread waiter = inThread(() -> assertThrows(InterruptedException.class, future::get));
        waiter.interrupt();
        join(waiter);
        roadblock.open();

        assertEquals("result", answer(future));
        assertFalse(roadblock.wasInterrupted());
    }
}
