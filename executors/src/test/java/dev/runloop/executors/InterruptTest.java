package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("An interrupt")
class InterruptTest extends ExecutorTest {

    @ParameterizedTest
    @EnumSource
    void comesToTheRunningTaskThatIsCancelled(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var task = new Roadblock();
        Future<?> future = executor.submit(task);
        task.awaitReached();

        assertTrue(future.cancel(true));
        task.awaitInterrupted();
    }

    @ParameterizedTest
    @EnumSource
    void comesToTheRunningDelayedTaskThatIsCancelled(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var task = new Roadblock();
        Future<?> future = executor.schedule(task, 1, TimeUnit.MILLISECONDS);
        task.awaitReached();

        assertTrue(future.cancel(true));
        task.awaitInterrupted();
    }

    @ParameterizedTest
    @EnumSource
    void comesToTheRunningPeriodicTaskThatIsCancelled(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var task = new Roadblock();
        ScheduledFuture<?> future = executor.scheduleAtFixedRate(task, 0, 1, TimeUnit.MILLISECONDS);
        task.awaitReached();

        assertTrue(future.cancel(true));
        task.awaitInterrupted();
    }

    @ParameterizedTest
    @EnumSource
    void doesNotComeToATaskThatIsCancelledWithoutOne(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var task = new Roadblock();
        var interrupted = new AtomicBoolean();
        Future<?> future = executor.submit(() -> {
            task.run();
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        task.awaitReached();

        assertTrue(future.cancel(false));
        task.open();
        drain(executor);
        assertFalse(interrupted.get());
    }

    @ParameterizedTest
    @EnumSource
    void ofAWaitingTaskDoesNotComeToTheRunningOne(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var running = new Roadblock();
        Future<Boolean> interrupted = executor.submit(() -> {
            running.run();
            return Thread.currentThread().isInterrupted();
        });
        running.awaitReached();

        executor.submit(() -> {}).cancel(true);
        executor.schedule(() -> {}, 1, TimeUnit.HOURS).cancel(true);
        running.open();
        assertFalse(interrupted.get());
    }

    @ParameterizedTest
    @EnumSource
    void ofATaskThatIsAboutToEndNeverComesToTheNext(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var strays = new AtomicInteger();
        for (int i = 0; i < 2_000; i++) {
            var reached = new CountDownLatch(1);
            Future<?> future = executor.submit(reached::countDown);
            executor.execute(() -> {
                if (Thread.currentThread().isInterrupted()) {
                    strays.incrementAndGet();
                }
            });
            await(reached);
            future.cancel(true);
            drain(executor);
        }

        assertEquals(0, strays.get());
    }

    @ParameterizedTest
    @EnumSource
    void thatATaskMakesItselfDoesNotComeToTheNext(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Roadblock roadblock = block(executor);
        executor.execute(() -> Thread.currentThread().interrupt());
        Future<Boolean> interrupted =
                executor.submit(() -> Thread.currentThread().isInterrupted());
        roadblock.open();

        assertFalse(interrupted.get());
    }

    @ParameterizedTest
    @EnumSource
    void thatIsMeantForTheLoopIsNotSeenByATask(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Future<Boolean> interrupted = RunLoopExecutors.on(loop)
                    .submit(() -> Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
            Thread.interrupted();

            assertFalse(interrupted.resultNow());
        });
    }

    @ParameterizedTest
    @EnumSource
    void thatIsMeantForTheLoopIsSeenAgainAfterItsRun(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutors.on(loop).execute(() -> {});
            Thread.currentThread().interrupt();
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);

            assertTrue(Thread.interrupted());
        });
    }
}
