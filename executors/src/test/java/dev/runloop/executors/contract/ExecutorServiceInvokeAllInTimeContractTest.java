package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;

@DisplayName("ExecutorService.invokeAll with a timeout")
class ExecutorServiceInvokeAllInTimeContractTest extends Contract {

    @EachExecutor
    void refusesNull(Subject subject) {
        ExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.invokeAll(null, 1, TimeUnit.HOURS));
    }

    @EachExecutor
    void refusesANullAmongTheTasks(Subject subject) {
        ExecutorService executor = open(subject);
        List<Callable<String>> tasks = Arrays.asList(() -> "task", null);

        assertThrows(NullPointerException.class, () -> executor.invokeAll(tasks, 1, TimeUnit.HOURS));
    }

    @EachExecutor
    void refusesANullUnit(Subject subject) {
        ExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.invokeAll(List.of(() -> "task"), 1, null));
    }

    @EachExecutor
    void answersNoFuturesForNoTasks(Subject subject) throws Exception {
        assertEquals(List.of(), open(subject).invokeAll(List.<Callable<String>>of(), 1, TimeUnit.HOURS));
    }

    @EachExecutor
    void answersTheFuturesInTheOrderOfTheTasks(Subject subject) throws Exception {
        List<Integer> expected = IntStream.range(0, 100).boxed().toList();
        List<Callable<Integer>> tasks = new ArrayList<>();
        expected.forEach(number -> tasks.add(() -> number));

        List<Future<Integer>> futures = open(subject).invokeAll(tasks, 1, TimeUnit.HOURS);
        assertEquals(expected, futures.stream().map(Future::resultNow).toList());
    }

    @EachExecutor
    void waitsTheLongestTime(Subject subject) throws Exception {
        List<Future<String>> futures = open(subject).invokeAll(List.of(() -> "result"), Long.MAX_VALUE, TimeUnit.DAYS);

        assertEquals("result", futures.getFirst().resultNow());
    }

    @EachExecutor
    void keepsExceptionsInTheirFutures(Subject subject) throws Exception {
        var thrown = new IOException("thrown by a task");
        List<Future<String>> futures =
                open(subject).invokeAll(List.of(() -> "good", throwing(thrown)), 1, TimeUnit.HOURS);

        assertSame(thrown, futures.get(1).exceptionNow());
    }

    @EachExecutor
    void cancelsWhatIsNotDoneWhenTheTimeIsUp(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        List<Future<String>> futures =
                executor.invokeAll(List.of(() -> "late", () -> "late"), 1, TimeUnit.MILLISECONDS);

        assertTrue(futures.stream().allMatch(Future::isCancelled));
        roadblock.open();
    }

    @EachExecutor
    void neverRunsWhatItHasCancelled(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        Roadblock roadblock = block(executor);
        executor.invokeAll(List.of(runs::incrementAndGet), 1, TimeUnit.MILLISECONDS);
        roadblock.open();

        drain(executor);
        assertEquals(0, runs.get());
    }

    @EachExecutor
    void keepsTheResultsOfThoseThatWereInTime(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        List<Callable<String>> tasks = List.of(() -> "in time", Executors.callable(new Roadblock(), "late"));
        List<Future<String>> futures = List.of();
        for (int millis = 10; futures.isEmpty() || futures.get(0).isCancelled(); millis *= 2) {
            futures = executor.invokeAll(tasks, millis, TimeUnit.MILLISECONDS);
        }

        assertEquals("in time", futures.get(0).resultNow());
        assertTrue(futures.get(1).isCancelled());
    }

    @EachExecutor
    void endsWhatRunsWhenTheTimeIsUp(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var endless = new Roadblock(); // which nobody opens
        executor.invokeAll(List.of(Executors.callable(endless)), 20, TimeUnit.MILLISECONDS);

        drain(executor);
    }

    @EachExecutor
    void doesNotEndBeforeTheTimeIsUp(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        long start = System.nanoTime();
        executor.invokeAll(List.of(() -> "late"), 10, TimeUnit.MILLISECONDS);

        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(10));
        roadblock.open();
    }

    @EachExecutor
    void runsNothingIfThereIsNoTime(Subject subject) throws Exception {
        List<Future<String>> futures = open(subject).invokeAll(List.of(() -> "never"), 0, TimeUnit.SECONDS);

        assertTrue(futures.getFirst().isCancelled());
    }

    @EachExecutor
    void runsNothingIfTheTimeIsNegative(Subject subject) throws Exception {
        List<Future<String>> futures = open(subject).invokeAll(List.of(() -> "never"), Long.MIN_VALUE, TimeUnit.DAYS);

        assertTrue(futures.getFirst().isCancelled());
    }

    @EachExecutor
    void endsForAnInterruptOfTheWaiter(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Thread waiter = inThread(() -> assertThrows(
                InterruptedException.class,
                () -> executor.invokeAll(List.of(() -> "never waited for"), 1, TimeUnit.HOURS)));

        untilWaiting(waiter);
        waiter.interrupt();
        join(waiter);
        roadblock.open();
    }

    @EachExecutor
    void cancelsWhatIsNotDoneWhenTheWaiterIsInterrupted(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        Roadblock roadblock = block(executor);
        Thread waiter = inThread(() -> assertThrows(
                InterruptedException.class,
                () -> executor.invokeAll(List.of(runs::incrementAndGet), 1, TimeUnit.HOURS)));
        untilWaiting(waiter);
        waiter.interrupt();
        join(waiter);
        roadblock.open();

        drain(executor);
        assertEquals(0, runs.get());
    }
}
