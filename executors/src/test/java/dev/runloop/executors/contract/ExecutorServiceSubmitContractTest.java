package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;

@DisplayName("ExecutorService.submit")
class ExecutorServiceSubmitContractTest extends Contract {

    private static Throwable causeOf(Future<?> future) {
        return assertThrows(ExecutionException.class, () -> answer(future)).getCause();
    }

    @EachExecutor
    void answersTheResultOfACallable(Subject subject) throws Exception {
        assertEquals("result", answer(open(subject).submit(() -> "result")));
    }

    @EachExecutor
    void answersTheNullOfACallable(Subject subject) throws Exception {
        Callable<String> task = () -> null;

        assertNull(answer(open(subject).submit(task)));
    }

    @EachExecutor
    void answersNullForARunnable(Subject subject) throws Exception {
        assertNull(answer(open(subject).submit(NOTHING)));
    }

    @EachExecutor
    void answersTheGivenResultForARunnable(Subject subject) throws Exception {
        assertEquals("given", answer(open(subject).submit(NOTHING, "given")));
    }

    @EachExecutor
    void answersTheGivenNullForARunnable(Subject subject) throws Exception {
        assertNull(answer(open(subject).submit(NOTHING, null)));
    }

    @EachExecutor
    void runsARunnable(Subject subject) throws Exception {
        var runs = new AtomicInteger();
        Runnable task = runs::incrementAndGet;
        answer(open(subject).submit(task));

        assertEquals(1, runs.get());
    }

    @EachExecutor
    void runsARunnableWithAResult(Subject subject) throws Exception {
        var runs = new AtomicInteger();
        answer(open(subject).submit(runs::incrementAndGet, "given"));

        assertEquals(1, runs.get());
    }

    @EachExecutor
    void refusesANullRunnable(Subject subject) {
        ExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.submit((Runnable) null));
    }

    @EachExecutor
    void refusesANullRunnableWithAResult(Subject subject) {
        ExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.submit(null, "result"));
    }

    @EachExecutor
    void refusesANullCallable(Subject subject) {
        ExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.submit((Callable<?>) null));
    }

    @EachExecutor
    void wrapsARuntimeException(Subject subject) {
        var thrown = new IllegalStateException("thrown by a task");

        assertSame(thrown, causeOf(open(subject).submit(throwing(thrown))));
    }

    @EachExecutor
    void wrapsACheckedException(Subject subject) {
        var thrown = new IOException("thrown by a task");

        assertSame(thrown, causeOf(open(subject).submit(throwing(thrown))));
    }

    @EachExecutor
    void wrapsAnError(Subject subject) {
        var thrown = new StackOverflowError("thrown by a task");

        assertSame(thrown, causeOf(open(subject).submit(throwing(thrown))));
    }

    @EachExecutor
    void wrapsAnInterruptedExceptionAsAnyOther(Subject subject) {
        var thrown = new InterruptedException("thrown by a task");

        assertSame(thrown, causeOf(open(subject).submit(throwing(thrown))));
    }

    @EachExecutor
    void wrapsAnExecutionExceptionOnceMore(Subject subject) {
        var thrown = new ExecutionException("thrown by a task", null);

        assertSame(thrown, causeOf(open(subject).submit(throwing(thrown))));
    }

    @EachExecutor
    void wrapsTheExceptionOfARunnable(Subject subject) {
        var thrown = new IllegalStateException("thrown by a task");

        assertSame(thrown, causeOf(open(subject).submit(failing(thrown))));
    }

    @EachExecutor
    void wrapsTheExceptionOfARunnableWithAResult(Subject subject) {
        var thrown = new IllegalStateException("thrown by a task");

        assertSame(thrown, causeOf(open(subject).submit(failing(thrown), "result")));
    }

    @EachExecutor
    void tellsNobodyElseOfAnException(Subject subject) throws Exception {
        Queue<Throwable> reported = reported();
        ExecutorService executor = open(subject);
        var _ = executor.submit(failing(new IllegalStateException("thrown by a task")));
        var _ = executor.submit(throwing(new AssertionError("thrown by a task")));

        drain(executor);
        assertEquals(List.of(), List.copyOf(reported));
    }

    @EachExecutor
    void goesOnAfterAnException(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var _ = executor.submit(throwing(new IOException("thrown by a task")));

        assertEquals("next", answer(executor.submit(() -> "next")));
    }

    @EachExecutor
    void answersAFutureOfItsOwnForEachTime(Subject subject) {
        ExecutorService executor = open(subject);
        Callable<String> task = () -> "result";

        assertNotSame(executor.submit(task), executor.submit(task));
    }

    @EachSerialExecutor
    void keepsTheOrderAmongAllKindsOfTasks(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        List<Integer> ran = new ArrayList<>();
        Roadblock roadblock = block(executor);
        executor.execute(() -> ran.add(1));
        var _ = executor.submit(() -> ran.add(2));
        executor.execute(() -> ran.add(3));
        var _ = executor.submit(() -> ran.add(4), "result");
        var _ = executor.submit((Runnable) () -> ran.add(5));
        roadblock.open();

        drain(executor);
        assertEquals(List.of(1, 2, 3, 4, 5), ran);
    }

    @EachExecutor
    void takesATaskFromATask(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var inner = new AtomicReference<Future<String>>();
        answer(executor.submit(() -> inner.set(executor.submit(() -> "inner"))));

        assertEquals("inner", answer(inner.get()));
    }

    @EachExecutor
    void showsATaskWhatItsProducerWrote(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        for (int i = 1; i <= 200; i++) {
            var plain = new Plain();
            plain.value = i;
            assertEquals(i, answer(executor.submit(() -> plain.value)));
        }
    }

    @EachExecutor
    void showsWhatATaskWroteToTheOneWhoWaits(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        for (int i = 1; i <= 200; i++) {
            int number = i;
            var plain = new Plain();
            Runnable task = () -> plain.value = number;
            answer(executor.submit(task));
            assertEquals(number, plain.value);
        }
    }

    @EachExecutor
    void showsWhatATaskWroteToTheOneWhoSeesThatItIsDone(Subject subject) {
        ExecutorService executor = open(subject);
        for (int i = 1; i <= 200; i++) {
            int number = i;
            var plain = new Plain();
            Runnable task = () -> plain.value = number;
            Future<?> future = executor.submit(task);
            while (!future.isDone()) {
                Thread.onSpinWait();
            }
            assertEquals(number, plain.value);
        }
    }
}
