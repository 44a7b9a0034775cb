package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("invokeAll")
class InvokeAllTest extends ExecutorTest {

    @ParameterizedTest
    @EnumSource
    void answersAllResultsInOrder(LoopKind kind) throws Exception {
        List<Future<Integer>> futures = open(kind).invokeAll(List.of(() -> 1, () -> 2, () -> 3));

        assertEquals(List.of(1, 2, 3), futures.stream().map(Future::resultNow).toList());
    }

    @ParameterizedTest
    @EnumSource
    void answersNothingForNothing(LoopKind kind) throws Exception {
        assertEquals(List.of(), open(kind).invokeAll(List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAfterATaskThatThrows(LoopKind kind) throws Exception {
        var thrown = new IllegalStateException("thrown by a task");
        Callable<Integer> throwing = () -> {
            throw thrown;
        };
        List<Future<Integer>> futures = open(kind).invokeAll(List.of(throwing, () -> 2));

        assertSame(thrown, futures.getFirst().exceptionNow());
        assertEquals(2, futures.getLast().resultNow());
    }

    @ParameterizedTest
    @EnumSource
    void cancelsWhatHasNotRunWhenTheTimeIsUp(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Roadblock roadblock = block(executor);
        var ran = new AtomicBoolean();
        List<Future<Object>> futures = executor.invokeAll(
                List.of(
                        () -> {
                            ran.set(true);
                            return "ran";
                        },
                        () -> "ran"),
                1,
                TimeUnit.MILLISECONDS);

        assertTrue(futures.stream().allMatch(Future::isCancelled));
        roadblock.open();
        drain(executor);
        assertFalse(ran.get());
    }

    @ParameterizedTest
    @EnumSource
    void interruptsTheTaskThatRunsWhenTheTimeIsUp(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var endless = new Roadblock();
        List<Future<Object>> futures = executor.invokeAll(
                List.of(() -> {
                    endless.run();
                    return "ran";
                }),
                100,
                TimeUnit.MILLISECONDS);

        assertTrue(futures.getFirst().isCancelled());
        drain(executor);
    }

    @ParameterizedTest
    @EnumSource
    void answersInTimeWhatEndsInTime(LoopKind kind) throws Exception {
        List<Future<Integer>> futures = open(kind).invokeAll(List.of(() -> 1, () -> 2), 1, TimeUnit.HOURS);

        assertEquals(List.of(1, 2), futures.stream().map(Future::resultNow).toList());
    }

    @ParameterizedTest
    @EnumSource
    void refusesNullAmongTheTasks(LoopKind kind) {
        RunLoopExecutor executor = open(kind);
        List<Callable<String>> tasks = Arrays.asList(() -> "task", null);

        assertThrows(NullPointerException.class, () -> executor.invokeAll(tasks));
        assertThrows(NullPointerException.class, () -> executor.invokeAll(tasks, 1, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void refusesToWaitOnItsOwnLoop(LoopKind kind) {
        RunLoopExecutor executor = open(kind);
        Future<?> outer = executor.submit(() -> executor.invokeAll(List.of(() -> "never")));

        var failure = assertThrows(ExecutionException.class, outer::get);
        assertInstanceOf(IllegalStateException.class, failure.getCause());
    }
}
