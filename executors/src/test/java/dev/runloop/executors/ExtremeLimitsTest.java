package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.executors.confined.ConfinedThreads;
import dev.runloop.executors.scope.RunLoopScope;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A limit or delay, whatever its value,")
class ExtremeLimitsTest extends ConcurrentTest {
    private static final List<Duration> PAST =
            List.of(Duration.ofSeconds(Long.MIN_VALUE), Duration.ofNanos(Long.MIN_VALUE), Duration.ofNanos(-1));
    private static final List<Duration> NEVER = List.of(
            ChronoUnit.FOREVER.getDuration(), Duration.ofMillis(Long.MAX_VALUE), Duration.ofNanos(Long.MAX_VALUE));
    private static final List<TimeUnit> UNITS = List.of(TimeUnit.NANOSECONDS, TimeUnit.MILLISECONDS, TimeUnit.DAYS);

    /** Waits until it is interrupted. */
    private static final Callable<String> ENDLESS = () -> {
        new CountDownLatch(1).await();
        return "";
    };

    /** What has delays. */
    enum Subject {
        PLATFORM {
            @Override
            ScheduledExecutorService open() {
                return RunLoopExecutors.newPlatformLoop("limits");
            }
        },
        VIRTUAL {
            @Override
            ScheduledExecutorService open() {
                return RunLoopExecutors.newVirtualLoop("limits");
            }
        },
        GROUP {
            @Override
            ScheduledExecutorService open() {
                return RunLoopExecutors.newGroup(2);
            }
        };

        abstract ScheduledExecutorService open();
    }

    private static <V> V get(Future<V> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static CompletableFuture<String> supply(ScheduledExecutorService executor, Duration delay) {
        return switch (executor) {
            case RunLoopExecutor single -> single.supplyAsync(() -> "ran", delay);
            case RunLoopGroup group -> group.supplyAsync(() -> "ran", delay);
            default -> throw new AssertionError(executor);
        };
    }

    private static CompletableFuture<?> run(ScheduledExecutorService executor, Duration delay) {
        return switch (executor) {
            case RunLoopExecutor single -> single.runAsync(() -> {}, delay);
            case RunLoopGroup group -> group.runAsync(() -> {}, delay);
            default -> throw new AssertionError(executor);
        };
    }

    private ScheduledExecutorService open(Subject subject) {
        ScheduledExecutorService executor = subject.open();
        closing(executor::shutdownNow);
        return executor;
    }

    @ParameterizedTest
    @EnumSource
    void isNoDelayIfItLiesInThePast(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        for (Duration past : PAST) {
            assertEquals("ran", get(supply(executor, past)));
            get(run(executor, past));
        }
        for (TimeUnit unit : UNITS) {
            for (long delay : new long[] {Long.MIN_VALUE, -1, 0}) {
                assertEquals("ran", get(executor.schedule(() -> "ran", delay, unit)));
                get(executor.schedule(() -> {}, delay, unit));
                ranOnce(periodic -> executor.scheduleAtFixedRate(periodic, delay, Long.MAX_VALUE, unit));
                ranOnce(periodic -> executor.scheduleWithFixedDelay(periodic, delay, Long.MAX_VALUE, unit));
            }
        }
    }

    private interface Schedule {
        ScheduledFuture<?> begin(Runnable task);
    }

    private static void ranOnce(Schedule schedule) throws Exception {
        var ran = new CompletableFuture<Boolean>();
        ScheduledFuture<?> future = schedule.begin(() -> ran.complete(true));
        assertTrue(get(ran));
        assertFalse(future.isDone());
        future.cancel(false);
    }

    @ParameterizedTest
    @EnumSource
    void isForEverIfItLiesFarInTheFuture(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        List<Future<?>> never = new ArrayList<>();
        for (Duration delay : NEVER) {
            never.add(supply(executor, delay));
            never.add(run(executor, delay));
        }
        for (TimeUnit unit : UNITS) {
            never.add(executor.schedule(() -> "ran", Long.MAX_VALUE, unit));
            never.add(executor.schedule(() -> {}, Long.MAX_VALUE, unit));
            never.add(executor.scheduleAtFixedRate(() -> {}, Long.MAX_VALUE, Long.MAX_VALUE, unit));
            never.add(executor.scheduleWithFixedDelay(() -> {}, Long.MAX_VALUE, Long.MAX_VALUE, unit));
        }
        assertEquals("ran", get(executor.submit(() -> "ran"))); // the loop goes on
        for (Future<?> future : never) {
            assertFalse(future.isDone());
            if (future instanceof ScheduledFuture<?> scheduled) {
                assertTrue(scheduled.getDelay(TimeUnit.DAYS) > 365 * 90);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedAsAPeriodUnlessItIsPositive(Subject subject) {
        ScheduledExecutorService executor = open(subject);
        for (long period : new long[] {Long.MIN_VALUE, -1, 0}) {
            for (TimeUnit unit : UNITS) {
                assertRefused(period, () -> executor.scheduleAtFixedRate(() -> {}, 0, period, unit));
                assertRefused(period, () -> executor.scheduleWithFixedDelay(() -> {}, 0, period, unit));
            }
        }
    }

    private static void assertRefused(long value, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(Long.toString(value)), message);
    }

    @ParameterizedTest
    @EnumSource
    void limitsAWait(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        waits(executor);
        CompletableFuture<String> late = supply(executor, Duration.ofDays(1));
        List<Callable<String>> tasks = List.of(() -> "ran");
        for (TimeUnit unit : UNITS) {
            for (long past : new long[] {Long.MIN_VALUE, -1, 0}) {
                assertThrows(TimeoutException.class, () -> late.get(past, unit));
                CompletableFuture<String> out = supply(executor, Duration.ofDays(1));
                assertThrows(ExecutionException.class, () -> get(out.orTimeout(past, unit)));
                CompletableFuture<String> derived =
                        supply(executor, Duration.ofDays(1)).thenApply(s -> s);
                assertEquals("late", get(derived.completeOnTimeout("late", past, unit)));
            }
            assertFalse(late.orTimeout(Long.MAX_VALUE, unit).isDone());
            assertFalse(late.completeOnTimeout("", Long.MAX_VALUE, unit).isDone());
            assertEquals("ran", executor.invokeAny(tasks, Long.MAX_VALUE, unit));
        }
        assertFalse(late.isDone());
    }

    /** Those of any executor. */
    private static void waits(ExecutorService executor) throws Exception {
        List<Callable<String>> tasks = List.of(() -> "ran");
        for (TimeUnit unit : UNITS) {
            for (long past : new long[] {Long.MIN_VALUE, -1, 0}) {
                assertFalse(executor.awaitTermination(past, unit));
                assertTrue(executor.invokeAll(tasks, past, unit).getFirst().isDone());
                assertThrows(TimeoutException.class, () -> executor.invokeAny(List.of(ENDLESS), past, unit));
            }
            assertEquals(
                    "ran",
                    executor.invokeAll(tasks, Long.MAX_VALUE, unit).getFirst().get());
            assertEquals("ran", executor.submit(() -> "ran").get(Long.MAX_VALUE, unit));
        }
    }

    @ParameterizedTest
    @EnumSource
    void limitsTheWaitForAnEnd(Subject subject) throws Exception {
        for (TimeUnit unit : UNITS) {
            ScheduledExecutorService executor = open(subject);
            executor.execute(() -> {});
            executor.shutdown();
            assertTrue(executor.awaitTermination(Long.MAX_VALUE, unit));
            assertTrue(executor.awaitTermination(Long.MIN_VALUE, unit));
        }
    }

    @Test
    void limitsWaitsForConfinedThreads() throws Exception {
        ConfinedThreads threads =
                ConfinedThreads.on(startLoop(ThreadKind.PLATFORM).loop());
        ExecutorService executor = threads.newThreadPerTaskExecutor();
        waits(executor);
        executor.shutdown();
        assertTrue(executor.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS));
    }

    @Test
    @SuppressWarnings("preview")
    void limitsAScope() throws Exception {
        for (Duration never : NEVER) {
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), given -> given.withTimeout(never))) {
                scope.fork(() -> "ran");
                scope.join();
            }
        }
        for (Duration past : PAST) {
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), given -> given.withTimeout(past))) {
                scope.fork(ENDLESS);
                assertThrows(StructuredTaskScope.TimeoutException.class, scope::join);
            }
        }
    }
}
