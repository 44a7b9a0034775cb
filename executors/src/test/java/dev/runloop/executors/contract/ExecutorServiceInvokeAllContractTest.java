package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;

@DisplayName("ExecutorService.invokeAll")
class ExecutorServiceInvokeAllContractTest extends Contract {

    @EachExecutor
    void refusesNull(Subject subject) {
        ExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.invokeAll(null));
    }

    @EachExecutor
    void refusesANullAmongTheTasks(Subject subject) {
        ExecutorService executor = open(subject);
        List<Callable<String>> tasks = Arrays.asList(() -> "task", null);

        assertThrows(NullPointerException.class, () -> executor.invokeAll(tasks));
    }

    @EachExecutor
    void goesOnAfterItHasRefusedANull(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        List<Callable<String>> tasks = Arrays.asList(() -> "task", null);
        assertThrows(NullPointerException.class, () -> executor.invokeAll(tasks));

        assertEquals("next", answer(executor.submit(() -> "next")));
    }

    @EachExecutor
    void answersNoFuturesForNoTasks(Subject subject) throws Exception {
        assertEquals(List.of(), open(subject).invokeAll(List.<Callable<String>>of()));
    }

    @EachExecutor
    void answersTheFuturesInTheOrderOfTheTasks(Subject subject) throws Exception {
        List<Integer> expected = IntStream.range(0, 100).boxed().toList();
        List<Callable<Integer>> tasks = new ArrayList<>();
        expected.forEach(number -> tasks.add(() -> number));

        List<Future<Integer>> futures = open(subject).invokeAll(tasks);
        assertEquals(expected, futures.stream().map(Future::resultNow).toList());
    }

    @EachExecutor
    void answersOnlyWhenAllAreDone(Subject subject) throws Exception {
        Callable<String> task = () -> {
            spend(Duration.ofMillis(2), System.nanoTime());
            return "result";
        };

        List<Future<String>> futures = open(subject).invokeAll(List.of(task, task, task));
        assertTrue(futures.stream().allMatch(Future::isDone));
    }

    @EachExecutor
    void runsEachTaskOnce(Subject subject) throws Exception {
        var runs = new AtomicInteger();
        Callable<Integer> task = runs::incrementAndGet;
        open(subject).invokeAll(List.of(task, task, task));

        assertEquals(3, runs.get());
    }

    @EachSerialExecutor
    void runsTheTasksInTheirOrder(Subject subject) throws Exception {
        List<Integer> ran = new ArrayList<>();
        List<Integer> expected = IntStream.range(0, 100).boxed().toList();
        List<Callable<Boolean>> tasks = new ArrayList<>();
        expected.forEach(number -> tasks.add(() -> ran.add(number)));
        open(subject).invokeAll(tasks);

        assertEquals(expected, ran);
    }

    @EachExecutor
    void answersAFutureForEachTimeThatATaskIsGiven(Subject subject) throws Exception {
        Callable<String> task = () -> "result";
        List<Future<String>> futures = open(subject).invokeAll(List.of(task, task));

        assertNotSame(futures.get(0), futures.get(1));
    }

    @EachExecutor
    void keepsExceptionsInTheirFutures(Subject subject) throws Exception {
        var thrown = new IOException("thrown by a task");
        List<Future<String>> futures = open(subject).invokeAll(List.of(() -> "good", throwing(thrown)));

        assertSame(
                thrown,
                assertThrows(ExecutionException.class, () -> futures.get(1).get())
                        .getCause());
    }

    @EachExecutor
    void keepsErrorsInTheirFutures(Subject subject) throws Exception {
        var thrown = new AssertionError("thrown by a task");
        List<Future<String>> futures = open(subject).invokeAll(List.of(() -> "good", throwing(thrown)));

        assertSame(thrown, futures.get(1).exceptionNow());
    }

    @EachExecutor
    void runsTheTasksBehindOneThatThrows(Subject subject) throws Exception {
        List<Future<String>> futures =
                open(subject).invokeAll(List.of(throwing(new IOException("thrown by a task")), () -> "good"));

        assertEquals("good", futures.get(1).resultNow());
    }

    @EachExecutor
    void endsForAnInterruptOfTheWaiter(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Thread waiter = inThread(() ->
                assertThrows(InterruptedException.class, () -> executor.invokeAll(List.of(() -> "never waited for"))));

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
        Thread waiter = inThread(() ->
                assertThrows(InterruptedException.class, () -> executor.invokeAll(List.of(runs::incrementAndGet))));
        untilWaiting(waiter);
        waiter.interrupt();
        join(waiter);
        roadblock.open();

        drain(executor);
        assertEquals(0, runs.get());
    }

    @EachExecutor
    void interruptsWhatRunsWhenTheWaiterIsInterrupted(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var running = new Roadblock();
        Thread waiter = inThread(() -> assertThrows(
                InterruptedException.class, () -> executor.invokeAll(List.of(Executors.callable(running, "")))));
        running.awaitReached();
        waiter.interrupt();

        running.awaitInterrupted();
        join(waiter);
    }

    @EachExecutor
    void showsWhatTheTasksWrote(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        for (int i = 1; i <= 100; i++) {
            int number = i;
            var plain = new Plain();
            executor.invokeAll(List.of(() -> plain.value = number));
            assertEquals(number, plain.value);
        }
    }

    @EachSerialExecutor
    @DiffersFromJdk(Difference.WAITING_ON_THE_OWN_LOOP)
    void refusesToWaitOnTheOwnLoop(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Future<?> outer = executor.submit(() ->
                assertThrows(IllegalStateException.class, () -> executor.invokeAll(List.of(() -> "never waited for"))));

        answer(outer, subject.patience());
    }
}
