package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What an executor tells of itself:")
class StateTest extends ExecutorTest {

    @ParameterizedTest
    @EnumSource
    void howManyTasksItHasRun(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        for (int i = 0; i < 10; i++) {
            executor.execute(() -> {});
        }
        drain(executor);

        Awaitility.await().atMost(PATIENCE).until(() -> executor.completedTaskCount() == 11);
    }

    @ParameterizedTest
    @EnumSource
    void thatAPeriodicTaskCountsWithEachRun(LoopKind kind) {
        RunLoopExecutor executor = open(kind);
        var _ = executor.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.MILLISECONDS);

        Awaitility.await().atMost(PATIENCE).until(() -> executor.completedTaskCount() >= 3);
    }

    @ParameterizedTest
    @EnumSource
    void howManyTasksWait(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        block(executor);
        executor.execute(() -> {});
        executor.execute(() -> {});
        var _ = executor.schedule(() -> {}, 1, TimeUnit.HOURS);

        assertEquals(2, executor.queuedTaskCount());
        assertEquals(1, executor.delayedTaskCount());
    }

    @ParameterizedTest
    @EnumSource
    void whetherItRunsATask(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        assertFalse(executor.isRunningTask());
        Roadblock roadblock = block(executor);

        assertTrue(executor.isRunningTask());
        roadblock.open();
        Awaitility.await().atMost(PATIENCE).until(() -> !executor.isRunningTask());
    }

    @ParameterizedTest
    @EnumSource
    void allOfThatInWords(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        drain(executor);
        Awaitility.await().atMost(PATIENCE).until(() -> executor.completedTaskCount() == 1);
        Roadblock roadblock = block(executor);
        executor.execute(() -> {});
        var _ = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        String name = executor.loop().thread().getName();

        assertEquals(
                "RunLoopExecutor(" + name + ")[Running, queued tasks = 1, delayed tasks = 1, completed tasks = 1]",
                executor.toString());
        executor.shutdown();
        assertTrue(executor.toString().contains("[Shutting down, "), executor::toString);
        executor.shutdownNow();
        roadblock.open();
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertTrue(
                executor.toString().contains("[Terminated, queued tasks = 0, delayed tasks = 0"), executor::toString);
    }
}
