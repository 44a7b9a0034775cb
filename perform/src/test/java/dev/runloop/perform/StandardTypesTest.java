package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.test.ThreadKind;
import dev.runloop.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The section "In Java" of the rules: the same requests as standard types. */
@DisplayName("As a standard type:")
class StandardTypesTest extends PerformTest {
    private final VirtualClock clock = VirtualClock.create();
    private final List<String> ran = new ArrayList<>();

    private RunLoopThread open(ThreadKind kind) {
        return startLoop(kind.loopThread().clock(clock));
    }

    @ParameterizedTest
    @EnumSource
    void anExecutorRunsTasksOnTheThread(ThreadKind kind) {
        RunLoopThread target = open(kind);
        Executor executor = Perform.executor(target.thread());
        executor.execute(() -> ran.add(Thread.currentThread().getName()));
        Perform.on(target.thread()).execute(() -> ran.add("again"));
        clock.runUntilIdle();

        assertEquals(List.of("loop", "again"), ran);
    }

    @ParameterizedTest
    @EnumSource
    void aScheduledExecutorServiceRunsTasksAfterADelay(ThreadKind kind) throws Exception {
        RunLoopThread target = open(kind);
        ScheduledExecutorService executor = Perform.scheduledExecutor(target.thread());
        ScheduledFuture<Duration> future = executor.schedule(clock::elapsed, 3, TimeUnit.SECONDS);
        clock.advance(Duration.ofSeconds(5));

        assertEquals(Duration.ofSeconds(3), future.get());
        executor.shutdown();
        clock.runUntilIdle();
        assertTrue(executor.isTerminated());
        assertFalse(target.isTerminated(), "the thread goes on");
    }

    @ParameterizedTest
    @EnumSource
    void aScheduledExecutorServiceIsTheSameForTheSameThreadAndModesUntilItIsShutDown(ThreadKind kind) {
        RunLoopThread target = open(kind);
        ScheduledExecutorService executor = Perform.scheduledExecutor(target.thread());
        RunLoopMode[] others = {RunLoopMode.EVENT_TRACKING, RunLoopMode.DEFAULT};
        ScheduledExecutorService inOthers = Perform.scheduledExecutor(target.thread(), others);

        assertSame(executor, Perform.scheduledExecutor(target.thread()));
        assertSame(executor, Perform.scheduledExecutor(target.thread(), RunLoopMode.COMMON));
        assertSame(inOthers, Perform.scheduledExecutor(target.thread(), others[1], others[0]));
        assertNotSame(executor, inOthers);
        executor.shutdown();
        ScheduledExecutorService next = Perform.scheduledExecutor(target.thread());
        assertNotSame(executor, next);
        next.shutdown();
        inOthers.shutdown();
    }

    @ParameterizedTest
    @EnumSource
    void aScheduledFutureCancelsItsTask(ThreadKind kind) {
        RunLoopThread target = open(kind);
        ScheduledExecutorService executor = Perform.scheduledExecutor(target.thread());
        Future<?> cancelled = executor.schedule(() -> ran.add("cancelled"), 1, TimeUnit.SECONDS);
        Future<?> kept = executor.schedule(() -> ran.add("kept"), 2, TimeUnit.SECONDS);
        cancelled.cancel(false);
        clock.advance(Duration.ofSeconds(5));

        assertEquals(List.of("kept"), ran);
        assertTrue(kept.isDone());
        executor.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void aCompletableFutureIsTheResult(ThreadKind kind) throws Exception {
        RunLoopThread target = open(kind);
        CompletableFuture<String> future = Perform.onThread(target.thread(), () -> "result")
                .future()
                .thenApply(result -> result + " on " + Thread.currentThread().getName());
        clock.runUntilIdle();

        assertEquals("result on loop", future.get());
    }

    @ParameterizedTest
    @EnumSource
    void aFutureThatIsCancelledCancelsItsRequest(ThreadKind kind) {
        RunLoopThread target = open(kind);
        PerformRequest<?> request = Perform.onThread(target.thread(), () -> ran.add("cancelled"));
        assertTrue(request.future().cancel(false));
        clock.runUntilIdle();

        assertTrue(request.isCancelled());
        assertEquals(List.of(), ran);
    }

    @ParameterizedTest
    @EnumSource
    void aPerformAfterADelayIsOnTimeUnderAVirtualClock(ThreadKind kind) {
        RunLoopThread target = open(kind);
        Perform.onThread(
                target.thread(),
                () -> Perform.afterDelay(
                        Duration.ofHours(1), () -> ran.add(clock.elapsed().toString())));
        clock.advance(Duration.ofHours(2));

        assertEquals(List.of("PT1H"), ran);
        clock.requireNoWorkLeft();
    }
}
