package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("schedule")
class ScheduleTest extends ExecutorTest {

    @ParameterizedTest
    @EnumSource
    void runsATaskWhenItsDelayHasPassed(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<Duration> ran = new ArrayList<>();
            var _ = executor.schedule(() -> ran.add(clock.elapsed()), 7, TimeUnit.SECONDS);

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(6), false);
            assertEquals(List.of(), ran);
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(2), false);
            assertEquals(List.of(Duration.ofSeconds(7)), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void runsTasksInTheOrderOfTheirDates(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<Integer> ran = new ArrayList<>();
            for (int seconds : new int[] {5, 1, 4, 2, 3}) {
                var _ = executor.schedule(() -> ran.add(seconds), seconds, TimeUnit.SECONDS);
            }

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(10), false);
            assertEquals(List.of(1, 2, 3, 4, 5), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void runsOverdueTasksInTheOrderOfTheirDates(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<Integer> ran = new ArrayList<>();
            for (int seconds : new int[] {5, 1, 4, 0, 2, 3}) {
                var _ = executor.schedule(() -> ran.add(seconds), seconds, TimeUnit.SECONDS);
            }
            clock.advance(Duration.ofMinutes(1));

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(1), false);
            assertEquals(List.of(0, 1, 2, 3, 4, 5), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void runsTasksOfOneDateInTheOrderInWhichTheyWereScheduled(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<Integer> ran = new ArrayList<>();
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                expected.add(number);
                var _ = executor.schedule(() -> ran.add(number), 1, TimeUnit.SECONDS);
            }

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(2), false);
            assertEquals(expected, ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void runsATaskWithoutDelayAfterAnOverdueOne(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            var _ = executor.schedule(() -> ran.add("overdue"), 1, TimeUnit.SECONDS);
            clock.advance(Duration.ofSeconds(2));
            var _ = executor.schedule(() -> ran.add("now"), 0, TimeUnit.SECONDS);

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(1), false);
            assertEquals(List.of("overdue", "now"), ran);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void runsATaskWithoutDelayInItsPlaceAmongTheOthers(long delay) throws Exception {
        RunLoopExecutor executor = open(LoopKind.PLATFORM);
        List<Integer> ran = new ArrayList<>();
        Roadblock roadblock = block(executor);
        executor.execute(() -> ran.add(1));
        var _ = executor.schedule(() -> ran.add(2), delay, TimeUnit.DAYS);
        executor.execute(() -> ran.add(3));
        var _ = executor.schedule(() -> ran.add(4), delay, TimeUnit.DAYS);
        roadblock.open();

        drain(executor);
        assertEquals(List.of(1, 2, 3, 4), ran);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void neverRunsATaskWithoutDelayInTheCall(long delay) throws Exception {
        RunLoopExecutor executor = open(LoopKind.PLATFORM);
        boolean ranInTheCall = executor.submit(() -> {
                    var ran = new AtomicBoolean();
                    var _ = executor.schedule(() -> ran.set(true), delay, TimeUnit.SECONDS);
                    return ran.get();
                })
                .get();

        assertFalse(ranInTheCall);
    }

    @ParameterizedTest
    @EnumSource
    void takesTheLongestDelayForNever(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        ScheduledFuture<?> never = executor.schedule(() -> {}, Long.MAX_VALUE, TimeUnit.DAYS);
        ScheduledFuture<?> nano = executor.schedule(() -> {}, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        ScheduledFuture<String> soon = executor.schedule(() -> "soon", 1, TimeUnit.MILLISECONDS);

        assertEquals("soon", soon.get());
        drain(executor);
        assertFalse(never.isDone() || nano.isDone());
    }

    @ParameterizedTest
    @EnumSource
    void ordersTheLongestDelayBehindAnOverdueTask(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            ScheduledFuture<?> overdue = executor.schedule(() -> {}, 1, TimeUnit.SECONDS);
            clock.advance(Duration.ofDays(365));
            ScheduledFuture<?> never = executor.schedule(() -> {}, Long.MAX_VALUE, TimeUnit.NANOSECONDS);

            assertTrue(overdue.compareTo(never) < 0);
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(1), false);
            assertTrue(overdue.isDone() && !never.isDone());
        });
    }

    @ParameterizedTest
    @EnumSource
    void answersTheDelayThatIsLeft(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            ScheduledFuture<?> future = RunLoopExecutors.on(loop).schedule(() -> {}, 10, TimeUnit.SECONDS);
            clock.advance(Duration.ofSeconds(4));

            assertEquals(6, future.getDelay(TimeUnit.SECONDS));
        });
    }

    @ParameterizedTest
    @EnumSource
    void answersWhatACallableAnswers(LoopKind kind) throws Exception {
        assertEquals(
                "result",
                open(kind).schedule(() -> "result", 1, TimeUnit.MILLISECONDS).get());
    }

    @ParameterizedTest
    @EnumSource
    void givesTheExceptionOfATaskToTheOneWhoWaitsAndToNobodyElse(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Queue<Throwable> exceptions = exceptionsOf(executor.loop());
        var thrown = new IllegalStateException("thrown by a task");
        ScheduledFuture<?> future = executor.schedule(
                () -> {
                    throw thrown;
                },
                1,
                TimeUnit.MILLISECONDS);

        assertSame(thrown, assertThrows(ExecutionException.class, future::get).getCause());
        drain(executor);
        assertEquals(List.of(), List.copyOf(exceptions));
    }

    @ParameterizedTest
    @EnumSource
    void wakesALoopThatSleepsForALaterDate(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var _ = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        drain(executor);
        Awaitility.await().until(executor.loop()::isWaiting);

        assertEquals(
                "soon",
                executor.schedule(() -> "soon", 1, TimeUnit.MILLISECONDS).get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
}
