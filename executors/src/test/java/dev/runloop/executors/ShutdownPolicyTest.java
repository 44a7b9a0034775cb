package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A policy for the shutdown")
class ShutdownPolicyTest extends ExecutorTest {

    private static RunLoopExecutor on(RunLoop loop, ShutdownPolicy policy) {
        return RunLoopExecutor.builder().loop(loop).shutdownPolicy(policy).build();
    }

    private static void run(RunLoop loop, int seconds) {
        loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(seconds), false);
    }

    @Test
    void isThatOfTheJdkByDefault() {
        assertEquals(new ShutdownPolicy(true, false), ShutdownPolicy.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource
    void canCancelDelayedTasks(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = on(loop, new ShutdownPolicy(false, false));
            Future<?> delayed = executor.schedule(() -> {}, 1, TimeUnit.SECONDS);
            executor.shutdown();

            assertTrue(delayed.isCancelled());
            assertTrue(executor.isTerminated());
        });
    }

    @ParameterizedTest
    @EnumSource
    void letsTasksRunThatAreDueOrHaveNoDelay(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = on(loop, new ShutdownPolicy(false, false));
            Future<String> queued = executor.submit(() -> "queued");
            Future<String> now = executor.schedule(() -> "now", 0, TimeUnit.SECONDS);
            Future<String> due = executor.schedule(() -> "due", 1, TimeUnit.SECONDS);
            clock.advance(Duration.ofSeconds(1));
            executor.shutdown();

            run(loop, 1);
            assertEquals("queued now due", queued.get() + " " + now.get() + " " + due.get());
        });
    }

    @ParameterizedTest
    @EnumSource
    void canLetPeriodicTasksGoOnUntilTheyAreCancelled(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = on(loop, new ShutdownPolicy(true, true));
            var runs = new AtomicInteger();
            ScheduledFuture<?> periodic =
                    executor.scheduleAtFixedRate(runs::incrementAndGet, 500, 1_000, TimeUnit.MILLISECONDS);
            executor.shutdown();

            run(loop, 10);
            assertEquals(10, runs.get());
            assertFalse(executor.isTerminated());
            periodic.cancel(false);
            assertTrue(executor.isTerminated());
        });
    }

    @ParameterizedTest
    @EnumSource
    void canLetOnlyPeriodicTasksGoOn(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = on(loop, new ShutdownPolicy(false, true));
            Future<?> delayed = executor.schedule(() -> {}, 1, TimeUnit.SECONDS);
            Future<?> periodic = executor.scheduleWithFixedDelay(() -> {}, 0, 1, TimeUnit.SECONDS);
            executor.shutdown();

            run(loop, 10);
            assertTrue(delayed.isCancelled());
            assertFalse(periodic.isDone());
        });
    }

    @ParameterizedTest
    @EnumSource
    void isOverruledByShutdownNow(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = on(loop, new ShutdownPolicy(true, true));
            var _ = executor.schedule(() -> {}, 1, TimeUnit.SECONDS);
            var _ = executor.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.SECONDS);
            executor.shutdown();

            assertEquals(2, executor.shutdownNow().size());
            assertTrue(executor.isTerminated());
        });
    }
}
