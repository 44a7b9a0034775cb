package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("200,000 tasks that another thread cancels leave nothing behind")
class CancelledMemoryTest extends ExecutorTest {
    private static final int TASKS = 200_000;
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

    private static void submitAndCancelEach(RunLoopExecutor executor) {
        for (int i = 0; i < TASKS; i++) {
            switch (i % 4) {
                case 0 -> executor.submit(() -> {}).cancel(false);
                case 1 -> executor.supplyAsync(() -> "").cancel(true);
                case 2 -> executor.schedule(() -> {}, 0, TimeUnit.SECONDS).cancel(false);
                default ->
                    executor.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.SECONDS)
                            .cancel(false);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutADelayOnALoopThatIsBusy(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        block(executor);
        long before = usedBytes();

        submitAndCancelEach(executor);
        assertNothingIsLeft(executor, before);
        assertTrue(executor.queuedTaskCount() < 3_000, executor::toString);
    }

    @ParameterizedTest
    @EnumSource
    void withoutADelayOnALoopThatRunsInAnotherMode(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = RunLoopExecutors.on(startLoop(kind).loop(), RunLoopMode.of("never runs"));
        List<String> ran = new ArrayList<>();
        executor.execute(() -> ran.add("before"));
        long before = usedBytes();

        submitAndCancelEach(executor);
        executor.execute(() -> ran.add("after"));
        assertNothingIsLeft(executor, before);
        RunLoopExecutors.on(executor.loop())
                .submit(() -> {
                    for (int i = 0; i < 1_000 && ran.size() < 2; i++) {
                        executor.loop().runInMode(RunLoopMode.of("never runs"), Duration.ZERO, false);
                    }
                })
                .get();
        assertEquals(List.of("before", "after"), ran);
    }

    @ParameterizedTest
    @EnumSource
    void butForAFewShellsWhoseTasksAreLetGoOf(LoopKind kind) throws Exception {
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
