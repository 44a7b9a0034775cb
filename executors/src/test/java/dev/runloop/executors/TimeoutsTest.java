package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopDescription;
import dev.runloop.RunLoopThread;
import dev.runloop.test.ThreadKind;
import dev.runloop.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A time-out of a future of an executor")
class TimeoutsTest extends ExecutorTest {

    private RunLoopExecutor open(ThreadKind kind, VirtualClock clock) {
        RunLoopThread.Builder threads =
                kind == ThreadKind.PLATFORM ? RunLoopThread.ofPlatform().daemon(true) : RunLoopThread.ofVirtual();
        RunLoopExecutor executor = RunLoopExecutors.newLoop(threads.clock(clock));
        closing((AutoCloseable) executor::shutdownNow);
        return executor;
    }

    private static long timersOf(RunLoopExecutor executor) {
        return executor.loop().describe().modes().stream()
                .flatMap(mode -> mode.items().stream())
                .filter(RunLoopDescription.Timer.class::isInstance)
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void goesByTheClockOfTheLoop(ThreadKind kind) throws Exception {
        var clock = VirtualClock.create();
        RunLoopExecutor executor = open(kind, clock);
        CompletableFuture<Integer> late =
                executor.supplyAsync(() -> 1, Duration.ofHours(2)).orTimeout(1, TimeUnit.HOURS);
        CompletableFuture<Integer> byThen =
                executor.supplyAsync(() -> 1, Duration.ofHours(2)).completeOnTimeout(2, 1, TimeUnit.HOURS);
        CompletableFuture<Integer> inTime =
                executor.supplyAsync(() -> 1, Duration.ofMinutes(59)).orTimeout(1, TimeUnit.HOURS);
        CompletableFuture<Thread> dependent = late.handle((value, exception) -> Thread.currentThread());

        clock.advance(Duration.ofMinutes(58));
        assertFalse(late.isDone() || byThen.isDone() || inTime.isDone());
        clock.advance(Duration.ofMinutes(30));
        assertInstanceOf(
                TimeoutException.class,
                assertThrows(ExecutionException.class, late::get).getCause());
        assertEquals(2, byThen.get());
        assertEquals(1, inTime.get());
        assertSame(executor.loop().thread(), dependent.get());
        assertEquals(0, executor.delayedTaskCount());
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingBehindWhenTheFutureIsCompletedBefore(LoopKind kind) {
        RunLoopExecutor executor = open(kind);
        List<CompletableFuture<?>> futures = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            futures.add(executor.supplyAsync(() -> 1, Duration.ofHours(2)).orTimeout(1, TimeUnit.HOURS));
            futures.add(executor.supplyAsync(() -> 1, Duration.ofHours(2)).completeOnTimeout(1, 1, TimeUnit.HOURS));
        }
        futures.forEach(future -> future.cancel(false));

        executor.loop().wakeUp();
        Awaitility.await().atMost(PATIENCE).until(() -> timersOf(executor) <= 1); // that of delayed tasks
    }

    @ParameterizedTest
    @EnumSource
    void doesNotPutOffTheEnd(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        CompletableFuture<Integer> open =
                executor.supplyAsync(() -> 1).<Integer>newIncompleteFuture().orTimeout(1, TimeUnit.HOURS);
        executor.shutdown();

        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        open.complete(1);
    }

    @ParameterizedTest
    @EnumSource
    void comesAfterTheExecutorToo(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        CompletableFuture<Integer> first = executor.supplyAsync(() -> 1);
        CompletableFuture<Integer> before = first.<Integer>newIncompleteFuture().orTimeout(50, TimeUnit.MILLISECONDS);
        executor.shutdownNow();
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        CompletableFuture<Integer> after =
                first.<Integer>newIncompleteFuture().completeOnTimeout(2, 1, TimeUnit.MILLISECONDS);

        assertEquals(2, after.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        var failure = assertThrows(ExecutionException.class, () -> before.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertInstanceOf(TimeoutException.class, failure.getCause());
    }

    @ParameterizedTest
    @EnumSource
    void mayHaveAnyLength(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        CompletableFuture<Integer> future = executor.supplyAsync(() -> 1, Duration.ofHours(1));
        future.orTimeout(Long.MAX_VALUE, TimeUnit.DAYS);
        assertEquals(
                2,
                executor.supplyAsync(() -> 1, Duration.ofHours(1))
                        .completeOnTimeout(2, Long.MIN_VALUE, TimeUnit.DAYS)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertFalse(future.isDone());
    }
}
