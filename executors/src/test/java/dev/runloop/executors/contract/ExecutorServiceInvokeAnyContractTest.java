package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;

@DisplayName("ExecutorService.invokeAny")
class ExecutorServiceInvokeAnyContractTest extends Contract {
    private final Exception thrown = new IOException("thrown by a task");
    private final Error error = new AssertionError("thrown by a task");

    @EachExecutor
    void refusesNull(Subject subject) {
        ExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.invokeAny(null));
    }

    @EachExecutor
    void refusesNullWithATimeout(Subject subject) {
        ExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.invokeAny(null, 1, TimeUnit.HOURS));
    }

    @EachExecutor
    void refusesANullAmongTheTasks(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor); // else the first result may come before the null is seen
        List<Callable<String>> tasks = Arrays.asList(() -> "task", null);

        assertThrows(NullPointerException.class, () -> executor.invokeAny(tasks));
        roadblock.open();
    }

    @EachExecutor
    void refusesANullAmongTheTasksWithATimeout(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        List<Callable<String>> tasks = Arrays.asList(() -> "task", null);

        assertThrows(NullPointerException.class, () -> executor.invokeAny(tasks, 1, TimeUnit.HOURS));
        roadblock.open();
    }

    @EachExecutor
    void cancelsTheTasksBeforeANull(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        Roadblock roadblock = block(executor);
        List<Callable<Integer>> tasks = Arrays.asList(runs::incrementAndGet, null);
        assertThrows(NullPointerException.class, () -> executor.invokeAny(tasks));
        roadblock.open();

        drain(executor);
        assertEquals(0, runs.get());
    }

    @EachExecutor
    void refusesANullUnit(Subject subject) {
        ExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.invokeAny(List.of(() -> "task"), 1, null));
    }

    @EachExecutor
    void refusesNoTasks(Subject subject) {
        ExecutorService executor = open(subject);

        assertThrows(IllegalArgumentException.class, () -> executor.invokeAny(List.<Callable<String>>of()));
    }

    @EachExecutor
    void refusesNoTasksWithATimeout(Subject subject) {
        ExecutorService executor = open(subject);

        assertThrows(
                IllegalArgumentException.class,
                () -> executor.invokeAny(List.<Callable<String>>of(), 1, TimeUnit.HOURS));
    }

    @EachExecutor
    void answersTheResultOfTheOnlyTask(Subject subject) throws Exception {
        assertEquals("only", open(subject).invokeAny(List.of(() -> "only")));
    }

    @EachExecutor
    void answersTheNullOfATask(Subject subject) throws Exception {
        assertNull(open(subject).invokeAny(List.of(() -> null)));
    }

    @EachExecutor
    void answersTheResultOfOneOfTheTasks(Subject subject) throws Exception {
        String result = open(subject).invokeAny(List.of(() -> "a", () -> "b", () -> "c"));

        assertTrue(List.of("a", "b", "c").contains(result));
    }

    @EachExecutor
    void answersTheFirstResultThatIsNoException(Subject subject) throws Exception {
        assertEquals("good", open(subject).invokeAny(List.of(throwing(thrown), throwing(error), () -> "good")));
    }

    @EachExecutor
    void answersTheFirstResultInTime(Subject subject) throws Exception {
        assertEquals("good", open(subject).invokeAny(List.of(throwing(thrown), () -> "good"), 1, TimeUnit.HOURS));
    }

    @EachExecutor
    void waitsTheLongestTime(Subject subject) throws Exception {
        assertEquals("good", open(subject).invokeAny(List.of(() -> "good"), Long.MAX_VALUE, TimeUnit.DAYS));
    }

    @EachExecutor
    void throwsTheExceptionOfTheOnlyTask(Subject subject) {
        ExecutorService executor = open(subject);

        assertSame(
                thrown,
                assertThrows(ExecutionException.class, () -> executor.invokeAny(List.of(throwing(thrown))))
                        .getCause());
    }

    @EachExecutor
    void throwsTheErrorOfTheOnlyTask(Subject subject) {
        ExecutorService executor = open(subject);

        assertSame(
                error,
                assertThrows(ExecutionException.class, () -> executor.invokeAny(List.of(throwing(error))))
                        .getCause());
    }

    @EachExecutor
    void throwsTheExceptionOfOneOfTheTasksIfAllThrow(Subject subject) {
        ExecutorService executor = open(subject);
        var failure = assertThrows(
                ExecutionException.class, () -> executor.invokeAny(List.of(throwing(thrown), throwing(error))));

        assertTrue(List.of(thrown, error).contains(failure.getCause()));
    }

    @EachExecutor
    void throwsAnExceptionOfATaskInTime(Subject subject) {
        ExecutorService executor = open(subject);

        assertThrows(
                ExecutionException.class,
                () -> executor.invokeAny(List.of(throwing(thrown), throwing(error)), 1, TimeUnit.HOURS));
    }

    @EachExecutor
    void endsWhatStillRunsOnceThereIsAResult(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var endless = new Roadblock(); // which nobody opens
        executor.invokeAny(List.of(() -> "good", Executors.callable(endless, "endless")));

        drain(executor);
    }

    @EachExecutor
    void givesUpWhenTheTimeIsUp(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);

        assertThrows(TimeoutException.class, () -> executor.invokeAny(List.of(() -> "late"), 1, TimeUnit.MILLISECONDS));
        roadblock.open();
    }

    @EachExecutor
    void givesUpAtOnceIfThereIsNoTime(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);

        assertThrows(TimeoutException.class, () -> executor.invokeAny(List.of(() -> "late"), 0, TimeUnit.SECONDS));
        assertThrows(TimeoutException.class, () -> executor.invokeAny(List.of(() -> "late"), -1, TimeUnit.SECONDS));
        roadblock.open();
    }

    @EachExecutor
    void endsWhatRunsWhenTheTimeIsUp(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var endless = new Roadblock();
        List<Callable<String>> tasks = List.of(Executors.callable(endless, "endless"));

        assertThrows(TimeoutException.class, () -> executor.invokeAny(tasks, 20, TimeUnit.MILLISECONDS));
        drain(executor);
    }

    @EachExecutor
    void neverRunsWhatItHasGivenUp(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        Roadblock roadblock = block(executor);
        List<Callable<Integer>> tasks = List.of(runs::incrementAndGet);
        assertThrows(TimeoutException.class, () -> executor.invokeAny(tasks, 1, TimeUnit.MILLISECONDS));
        roadblock.open();

        drain(executor);
        assertEquals(0, runs.get());
    }

    @EachExecutor
    void endsForAnInterruptOfTheWaiter(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var endless = new Roadblock();
        Thread waiter = inThread(() -> assertThrows(
                InterruptedException.class, () -> executor.invokeAny(List.of(Executors.callable(endless, "endless")))));
        endless.awaitReached();
        waiter.interrupt();

        join(waiter);
        endless.awaitInterrupted();
    }

    @EachExecutor
    void endsForAnInterruptOfTheWaiterWithATimeout(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var endless = new Roadblock();
        Thread waiter = inThread(() -> assertThrows(
                InterruptedException.class,
                () -> executor.invokeAny(List.of(Executors.callable(endless, "endless")), 1, TimeUnit.HOURS)));
        endless.awaitReached();
        waiter.interrupt();

        join(waiter);
        endless.awaitInterrupted();
    }

    @EachExecutor
    void showsWhatTheTaskWrote(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        for (int i = 1; i <= 100; i++) {
            int number = i;
            var plain = new Plain();
            executor.invokeAny(List.of(() -> plain.value = number));
            assertEquals(number, plain.value);
        }
    }

    @EachSerialExecutor
    @DiffersFromJdk(Difference.WAITING_ON_THE_OWN_LOOP)
    void refusesToWaitOnTheOwnLoop(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Future<?> outer = executor.submit(() ->
                assertThrows(IllegalStateException.class, () -> executor.invokeAny(List.of(() -> "never waited for"))));

        answer(outer, subject.patience());
    }

    @EachSerialExecutor
    @DiffersFromJdk(Difference.WAITING_ON_THE_OWN_LOOP)
    void refusesToWaitOnTheOwnLoopWithATimeout(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Future<?> outer = executor.submit(() -> assertThrows(
                IllegalStateException.class,
                () -> executor.invokeAny(List.of(() -> "never waited for"), 1, TimeUnit.HOURS)));

        answer(outer, subject.patience());
    }
}
