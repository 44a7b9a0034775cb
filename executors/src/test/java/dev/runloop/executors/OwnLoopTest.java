package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("On the executor's own loop")
class OwnLoopTest extends ExecutorTest {

    /** What the call throws when a task makes it. */
    private static Throwable thrownOnLoop(RunLoopExecutor executor, Callable<?> call) {
        return assertThrows(
                        ExecutionException.class, () -> executor.submit(call).get())
                .getCause();
    }

    private static void assertRefused(RunLoopExecutor executor, String operation, Callable<?> call) {
        Throwable thrown = thrownOnLoop(executor, call);
        assertEquals(IllegalStateException.class, thrown.getClass());
        assertTrue(thrown.getMessage().startsWith(operation), thrown::getMessage);
    }

    @ParameterizedTest
    @EnumSource
    void aTimedGetIsRefusedAtOnce(LoopKind kind) {
        RunLoopExecutor executor = open(kind);

        assertRefused(executor, "get()", () -> executor.submit(() -> 1).get(1, TimeUnit.DAYS));
    }

    @ParameterizedTest
    @EnumSource
    void aGetThatDoesNotWaitIsATimeOut(LoopKind kind) {
        RunLoopExecutor executor = open(kind);

        assertEquals(
                TimeoutException.class,
                thrownOnLoop(executor, () -> executor.submit(() -> 1).get(0, TimeUnit.DAYS))
                        .getClass());
    }

    @ParameterizedTest
    @EnumSource
    void invokeAllIsRefusedBeforeAnythingIsHandedOver(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<Callable<Integer>> tasks = List.of(() -> 1);

        assertRefused(executor, "invokeAll()", () -> executor.invokeAll(tasks));
        assertRefused(executor, "invokeAll()", () -> executor.invokeAll(tasks, 1, TimeUnit.DAYS));
        drain(executor);
        Awaitility.await().atMost(PATIENCE).until(() -> executor.completedTaskCount() >= 3);
        assertEquals(3, executor.completedTaskCount());
    }

    @ParameterizedTest
    @EnumSource
    void invokeAllOfNothingIsNothing(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<Callable<Integer>> none = List.of();

        assertEquals(List.of(), executor.submit(() -> executor.invokeAll(none)).get());
    }

    @ParameterizedTest
    @EnumSource
    void awaitTerminationIsRefused(LoopKind kind) {
        RunLoopExecutor executor = open(kind);

        assertRefused(executor, "awaitTermination()", () -> executor.awaitTermination(1, TimeUnit.DAYS));
    }

    @ParameterizedTest
    @EnumSource
    void awaitTerminationMayAskWithoutWaiting(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);

        assertFalse(executor.submit(() -> executor.awaitTermination(0, TimeUnit.DAYS))
                .get());
    }

    @ParameterizedTest
    @EnumSource
    void anExecutorWithNothingToDoCanBeClosed(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            executor.close();

            assertTrue(executor.isTerminated());
            assertTrue(executor.awaitTermination(1, TimeUnit.DAYS));
            executor.close();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anExecutorWithSomethingToDoCannotBeClosedAndStaysOpen(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            Future<?> delayed = executor.schedule(() -> {}, 1, TimeUnit.HOURS);

            assertThrows(IllegalStateException.class, executor::close);
            assertFalse(executor.isShutdown());
            delayed.cancel(false);
            executor.close();
        });
    }
}
