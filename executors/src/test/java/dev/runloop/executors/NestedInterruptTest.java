package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("An interrupt, while a task runs inside another")
class NestedInterruptTest extends ExecutorTest {

    private final Roadblock inner = new Roadblock();
    private final Roadblock outerAfterwards = new Roadblock();

    /** A task that runs the loop until the inner task stops it, and then waits to be let go or interrupted. */
    private Future<?> submitOuter(RunLoopExecutor executor) {
        closing((AutoCloseable) inner::open);
        closing((AutoCloseable) outerAfterwards::open);
        return executor.submit(() -> {
            executor.loop().runInMode(RunLoopMode.DEFAULT, PATIENCE, false);
            outerAfterwards.run();
        });
    }

    /** Runs inside the outer task; answers whether it was interrupted. */
    private Future<Boolean> submitInner(RunLoopExecutor executor) {
        return executor.submit(() -> {
            inner.run();
            executor.loop().stop();
            return Thread.interrupted() || inner.wasInterrupted();
        });
    }

    @ParameterizedTest
    @EnumSource
    void forTheOuterOneNeverComesToTheInnerOne(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Future<?> outer = submitOuter(executor);
        Future<Boolean> innerInterrupted = submitInner(executor);
        inner.awaitReached();

        assertTrue(outer.cancel(true));
        inner.open();
        assertFalse(innerInterrupted.get());
    }

    @ParameterizedTest
    @EnumSource
    void forTheOuterOneComesToItWhenTheInnerOneHasEnded(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Future<?> outer = submitOuter(executor);
        var _ = submitInner(executor);
        inner.awaitReached();

        assertTrue(outer.cancel(true));
        inner.open();
        outerAfterwards.awaitInterrupted();
    }

    @ParameterizedTest
    @EnumSource
    void forTheOuterOneComesToItThoughOthersRunInsideBefore(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Future<?> outer = submitOuter(executor);
        var first = new Roadblock();
        executor.execute(first);
        first.awaitReached();
        var strays = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            executor.execute(() -> strays.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0));
        }
        var _ = submitInner(executor);

        assertTrue(outer.cancel(true));
        first.open();
        inner.open();
        outerAfterwards.awaitInterrupted();
        assertEquals(0, strays.get());
    }

    @ParameterizedTest
    @EnumSource
    void forTheInnerOneNeverComesToTheOuterOne(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var outerInterrupted = new AtomicReference<Boolean>();
        Future<?> outer = executor.submit(() -> {
            executor.loop().runInMode(RunLoopMode.DEFAULT, PATIENCE, false);
            outerInterrupted.set(Thread.currentThread().isInterrupted());
        });
        Future<Boolean> interrupted = submitInner(executor);
        inner.awaitReached();

        assertTrue(interrupted.cancel(true));
        inner.awaitInterrupted();
        outer.get();
        assertFalse(outerInterrupted.get());
    }

    @ParameterizedTest
    @EnumSource
    void forTheOuterOneNeverComesToATaskOfAnotherExecutorOfTheLoop(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        RunLoopExecutor other = RunLoopExecutors.on(executor.loop());
        Future<?> outer = submitOuter(executor);
        Future<Boolean> innerInterrupted = submitInner(other);
        inner.awaitReached();

        assertTrue(outer.cancel(true));
        inner.open();
        assertFalse(innerInterrupted.get());
        outerAfterwards.awaitInterrupted();
    }

    @ParameterizedTest
    @EnumSource
    void ofShutdownNowNeverComesToATaskOfAnotherExecutorOfTheLoop(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        RunLoopExecutor other = RunLoopExecutors.on(executor.loop());
        var _ = submitOuter(executor);
        Future<Boolean> innerInterrupted = submitInner(other);
        inner.awaitReached();

        executor.shutdownNow();
        inner.open();
        assertFalse(innerInterrupted.get());
        outerAfterwards.awaitInterrupted();
    }

    @ParameterizedTest
    @EnumSource
    void ofShutdownNowComesToBoth(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var _ = submitOuter(executor);
        var _ = submitInner(executor);
        inner.awaitReached();

        executor.shutdownNow();
        inner.awaitInterrupted();
        outerAfterwards.awaitInterrupted();
    }

    @ParameterizedTest
    @EnumSource
    void thatTheOuterOneBringsAlongIsNotSeenByTheInnerOneButByItself(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            var seenInside = new AtomicReference<Boolean>();
            var seenAfterwards = new AtomicReference<Boolean>();
            executor.execute(() -> {
                executor.execute(() -> seenInside.set(Thread.currentThread().isInterrupted()));
                Thread.currentThread().interrupt();
                loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(1), false);
                seenAfterwards.set(Thread.interrupted());
            });
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(2), false);

            assertFalse(seenInside.get());
            assertTrue(seenAfterwards.get());
        });
    }

    @ParameterizedTest
    @EnumSource
    void ofAnOuterOneThatIsCancelledAtAnyMomentComesToNoTaskInside(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        RunLoop loop = executor.loop();
        var strays = new AtomicInteger();
        for (int round = 0; round < 300; round++) {
            var begun = new CountDownLatch(1);
            Future<?> outer = executor.submit(() -> {
                for (int i = 0; i < 5; i++) {
                    executor.execute(
                            () -> strays.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0));
                }
                executor.execute(loop::stop);
                begun.countDown();
                loop.runInMode(RunLoopMode.DEFAULT, PATIENCE, false);
            });
            await(begun);
            outer.cancel(true);
            executor.execute(() -> strays.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0));
            drain(executor);
        }

        assertEquals(0, strays.get());
    }

    @ParameterizedTest
    @EnumSource
    void comesToATaskThatSomebodyElseRuns(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        block(executor);
        var task = new Roadblock();
        Future<?> future = executor.submit(task);
        Runnable handedBack = executor.shutdownNow().getFirst();
        start(ThreadKind.PLATFORM, handedBack::run);
        task.awaitReached();

        assertTrue(future.cancel(true));
        task.awaitInterrupted();
    }
}
