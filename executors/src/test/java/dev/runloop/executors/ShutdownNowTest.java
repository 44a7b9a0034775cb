package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("shutdownNow")
class ShutdownNowTest extends ExecutorTest {

    private static void awaitEnd(RunLoopExecutor executor) throws InterruptedException {
        assertTrue(executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void answersWhatNeverRanInItsOrder(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        block(executor);
        Runnable first = new Roadblock();
        Runnable second = new Roadblock();
        Runnable third = new Roadblock();
        executor.execute(first);
        executor.execute(second);
        executor.execute(third);

        assertEquals(List.of(first, second, third), executor.shutdownNow());
    }

    @ParameterizedTest
    @EnumSource
    void answersDelayedTasksByTheirDates(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        ScheduledFuture<?> late = executor.schedule(() -> {}, 3, TimeUnit.HOURS);
        ScheduledFuture<?> early = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        ScheduledFuture<?> periodic = executor.scheduleAtFixedRate(() -> {}, 2, 1, TimeUnit.HOURS);
        drain(executor);
        block(executor);
        Runnable queued = new Roadblock();
        executor.execute(queued);

        assertEquals(List.of(queued, early, periodic, late), executor.shutdownNow());
    }

    @ParameterizedTest
    @EnumSource
    void leavesOutWhatIsCancelled(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        ScheduledFuture<?> delayed = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        drain(executor);
        block(executor);
        Future<?> queued = executor.submit(() -> {});
        delayed.cancel(false);
        queued.cancel(false);

        assertEquals(List.of(), executor.shutdownNow());
    }

    @ParameterizedTest
    @EnumSource
    void interruptsTheTaskThatRuns(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Roadblock running = block(executor);

        executor.shutdownNow();
        running.awaitInterrupted();
        awaitEnd(executor);
    }

    @ParameterizedTest
    @EnumSource
    void interruptsTheTaskThatRunsAlsoAfterShutdown(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Roadblock running = block(executor);
        Runnable queued = new Roadblock();
        executor.execute(queued);

        executor.shutdown();
        assertEquals(List.of(queued), executor.shutdownNow());
        running.awaitInterrupted();
        awaitEnd(executor);
    }

    @ParameterizedTest
    @EnumSource
    void runsNothingMore(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        block(executor);
        var ran = new AtomicInteger();
        executor.execute(ran::incrementAndGet);
        var _ = executor.schedule(ran::incrementAndGet, 1, TimeUnit.MILLISECONDS);

        executor.shutdownNow();
        awaitEnd(executor);
        assertEquals(0, ran.get());
    }

    @ParameterizedTest
    @EnumSource
    void givesBackTasksThatCanBeRunElsewhere(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        block(executor);
        Future<String> future = executor.submit(() -> "elsewhere");

        executor.shutdownNow().forEach(Runnable::run);
        assertEquals("elsewhere", future.get());
    }

    @ParameterizedTest
    @EnumSource
    void mayComeFromATask(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Roadblock roadblock = block(executor);
        var later = new AtomicBoolean();
        executor.execute(() -> assertEquals(1, executor.shutdownNow().size()));
        executor.execute(() -> later.set(true));
        roadblock.open();

        awaitEnd(executor);
        assertFalse(later.get());
    }

    @ParameterizedTest
    @EnumSource
    void rejectsLaterWork(LoopKind kind) {
        RunLoopExecutor executor = open(kind);
        executor.shutdownNow();

        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        assertThrows(RejectedExecutionException.class, () -> executor.schedule(() -> {}, 1, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void doneTwiceAnswersNothingTheSecondTime(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        block(executor);
        executor.execute(() -> {});

        assertEquals(1, executor.shutdownNow().size());
        assertEquals(List.of(), executor.shutdownNow());
        awaitEnd(executor);
        assertEquals(List.of(), executor.shutdownNow());
    }

    @ParameterizedTest
    @EnumSource
    void terminatesOnlyWhenTheRunningTaskHasEnded(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var stubborn = new Roadblock();
        var end = new Roadblock();
        closing((AutoCloseable) end::open);
        executor.execute(() -> {
            stubborn.run();
            end.run();
        });
        stubborn.awaitReached();

        executor.shutdownNow();
        end.awaitReached();
        assertFalse(executor.isTerminated());
        end.open();
        awaitEnd(executor);
        assertTrue(executor.isTerminated());
    }

    @ParameterizedTest
    @EnumSource
    void endsTheThreadOfAnOwnedLoop(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);

        executor.shutdownNow();
        assertTrue(executor.loop().thread().join(PATIENCE));
    }
}
