package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("1,000,000 delayed tasks that another thread cancels leave nothing behind")
class CancelledMemoryTest extends ExecutorTest {
    private static final int TASKS = 1_000_000;
    private static final long MOST_BYTES = 1 << 20;

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void scheduleAndCancelEach(RunLoopExecutor executor) {
        for (int i = 0; i < TASKS; i++) {
            executor.schedule(() -> {}, 1 + i % 50, TimeUnit.HOURS).cancel(false);
        }
    }

    private static void scheduleThenCancelAll(RunLoopExecutor executor) {
        List<Future<?>> futures = new ArrayList<>(TASKS);
        for (int i = 0; i < TASKS; i++) {
            futures.add(executor.schedule(() -> {}, 1 + i % 50, TimeUnit.HOURS));
        }
        futures.forEach(future -> future.cancel(false));
    }

    private static void assertNothingIsLeft(RunLoopExecutor executor, long before) {
        assertEquals(0, executor.delayedTaskCount());
        Awaitility.await().atMost(PATIENCE).until(() -> usedBytes() - before < MOST_BYTES);
    }

    @ParameterizedTest
    @EnumSource
    void onALoopThatSleeps(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        drain(executor);
        long before = usedBytes();

        scheduleAndCancelEach(executor);
        assertNothingIsLeft(executor, before);
    }

    @ParameterizedTest
    @EnumSource
    void onALoopThatIsBusyWithALongTaskIfEachIsCancelledAtOnce(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        block(executor);
        long before = usedBytes();

        scheduleAndCancelEach(executor);
        assertNothingIsLeft(executor, before);
    }

    @ParameterizedTest
    @EnumSource
    void onALoopThatIsBusyWithALongTaskIfAllAreCancelledInTheEnd(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        block(executor);
        long before = usedBytes();

        scheduleThenCancelAll(executor);
        assertNothingIsLeft(executor, before);
    }

    @ParameterizedTest
    @EnumSource
    void onALoopThatRunsInAnotherMode(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = RunLoopExecutors.on(startLoop(kind).loop(), RunLoopMode.of("never runs"));
        long before = usedBytes();

        scheduleThenCancelAll(executor);
        assertNothingIsLeft(executor, before);
    }

    @ParameterizedTest
    @EnumSource
    void butForTheShellsOfThoseWithoutADelay(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        block(executor);
        long before = usedBytes();
        for (int i = 0; i < 1_000; i++) {
            byte[] captured = new byte[100_000];
            executor.submit(() -> captured.length).cancel(false);
        }

        Awaitility.await().atMost(PATIENCE).until(() -> usedBytes() - before < MOST_BYTES);
        assertTrue(executor.queuedTaskCount() <= 1_000);
    }
}
