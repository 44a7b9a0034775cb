package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("shutdown")
class ShutdownTest extends ExecutorTest {

    private static void awaitEnd(RunLoopExecutor executor) throws InterruptedException {
        assertTrue(executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void letsQueuedTasksRunInTheirOrder(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<Integer> ran = new ArrayList<>();
        Roadblock roadblock = block(executor);
        for (int i = 0; i < 100; i++) {
            int number = i;
            executor.execute(() -> ran.add(number));
        }
        executor.shutdown();
        roadblock.open();

        awaitEnd(executor);
        assertEquals(IntStream.range(0, 100).boxed().toList(), ran);
    }

    @ParameterizedTest
    @EnumSource
    void letsDelayedTasksRun(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        ScheduledFuture<String> delayed = executor.schedule(() -> "delayed", 20, TimeUnit.MILLISECONDS);
        executor.shutdown();

        assertEquals("delayed", delayed.get());
        awaitEnd(executor);
    }

    @ParameterizedTest
    @EnumSource
    void waitsForTheLastDelayedTask(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var _ = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        executor.shutdown();

        assertFalse(executor.awaitTermination(20, TimeUnit.MILLISECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenTheLastDelayedTaskIsCancelled(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        ScheduledFuture<?> last = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        drain(executor);
        executor.shutdown();

        last.cancel(false);
        awaitEnd(executor);
    }

    @ParameterizedTest
    @EnumSource
    void cancelsPeriodicTasks(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        ScheduledFuture<?> rate = executor.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
        ScheduledFuture<?> delay = executor.scheduleWithFixedDelay(() -> {}, 0, 1, TimeUnit.HOURS);
        drain(executor);
        executor.shutdown();

        assertTrue(rate.isCancelled() && delay.isCancelled());
        awaitEnd(executor);
    }

    @ParameterizedTest
    @EnumSource
    void cancelsPeriodicTasksThatAreStillInTheQueue(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Roadblock roadblock = block(executor);
        ScheduledFuture<?> later = executor.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
        ScheduledFuture<?> now = executor.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.HOURS);
        executor.shutdown();
        roadblock.open();

        awaitEnd(executor);
        assertTrue(later.isCancelled() && now.isCancelled());
    }

    @ParameterizedTest
    @EnumSource
    void endsAPeriodicTaskAfterItsPresentRun(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var run = new Roadblock();
        ScheduledFuture<?> periodic = executor.scheduleAtFixedRate(run, 0, 1, TimeUnit.MILLISECONDS);
        run.awaitReached();
        executor.shutdown();
        run.open();

        awaitEnd(executor);
        assertTrue(periodic.isCancelled());
    }

    @ParameterizedTest
    @EnumSource
    void mayComeFromATask(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<String> ran = new ArrayList<>();
        Roadblock roadblock = block(executor);
        executor.execute(executor::shutdown);
        executor.execute(() -> ran.add("after"));
        roadblock.open();

        awaitEnd(executor);
        assertEquals(List.of("after"), ran);
    }

    @ParameterizedTest
    @EnumSource
    void rejectsLaterWork(LoopKind kind) {
        RunLoopExecutor executor = open(kind);
        executor.shutdown();

        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        assertThrows(RejectedExecutionException.class, () -> executor.submit(() -> {}));
        assertThrows(RejectedExecutionException.class, () -> executor.schedule(() -> {}, 1, TimeUnit.SECONDS));
        assertThrows(RejectedExecutionException.class, () -> executor.schedule(() -> "x", 0, TimeUnit.SECONDS));
        assertThrows(
                RejectedExecutionException.class, () -> executor.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.SECONDS));
        assertThrows(
                RejectedExecutionException.class,
                () -> executor.scheduleWithFixedDelay(() -> {}, 1, 1, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void rejectsLaterWorkOfTheTasksThatStillRun(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Roadblock roadblock = block(executor);
        List<RejectedExecutionException> rejections = new ArrayList<>();
        executor.execute(
                () -> rejections.add(assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}))));
        executor.shutdown();
        roadblock.open();

        awaitEnd(executor);
        assertEquals(1, rejections.size());
    }

    @ParameterizedTest
    @EnumSource
    void doneTwiceIsDoneOnce(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        executor.shutdown();
        executor.shutdown();

        awaitEnd(executor);
        executor.shutdown();
        assertEquals(List.of(), executor.shutdownNow());
    }

    @ParameterizedTest
    @EnumSource
    void isSeenBeforeItsEnd(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Roadblock roadblock = block(executor);
        assertFalse(executor.isShutdown());
        executor.shutdown();

        assertTrue(executor.isShutdown());
        assertFalse(executor.isTerminated());
        assertFalse(executor.awaitTermination(1, TimeUnit.MILLISECONDS));
        roadblock.open();
        awaitEnd(executor);
        assertTrue(executor.isTerminated());
    }

    @ParameterizedTest
    @EnumSource
    void ofAnIdleExecutorEndsAtOnce(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        drain(executor);
        executor.shutdown();

        awaitEnd(executor);
    }
}
