package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A periodic task")
class PeriodicTest extends ExecutorTest {

    private static List<Duration> seconds(int... seconds) {
        return IntStream.of(seconds).mapToObj(Duration::ofSeconds).toList();
    }

    private static void run(RunLoop loop, int seconds) {
        loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(seconds), false);
    }

    @ParameterizedTest
    @EnumSource
    void ofAFixedRateRunsAtEachDateOfItsGrid(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<Duration> ran = new ArrayList<>();
            var _ = RunLoopExecutors.on(loop)
                    .scheduleAtFixedRate(() -> ran.add(clock.elapsed()), 1, 10, TimeUnit.SECONDS);

            run(loop, 35);
            assertEquals(seconds(1, 11, 21, 31), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void ofAFixedRateMakesUpForTheDatesThatARunHasMissed(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<Duration> ran = new ArrayList<>();
            Runnable slowOnce = () -> {
                ran.add(clock.elapsed());
                if (ran.size() == 1) {
                    clock.advance(Duration.ofSeconds(25));
                }
            };
            var _ = RunLoopExecutors.on(loop).scheduleAtFixedRate(slowOnce, 1, 10, TimeUnit.SECONDS);

            run(loop, 45);
            assertEquals(seconds(1, 26, 26, 31, 41), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void ofAFixedDelayWaitsAfterEachRun(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<Duration> ran = new ArrayList<>();
            Runnable slow = () -> {
                ran.add(clock.elapsed());
                clock.advance(Duration.ofSeconds(5));
            };
            var _ = RunLoopExecutors.on(loop).scheduleWithFixedDelay(slow, 1, 10, TimeUnit.SECONDS);

            run(loop, 45);
            assertEquals(seconds(1, 16, 31), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void withoutInitialDelayFirstRunsNow(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<Duration> ran = new ArrayList<>();
            var _ = RunLoopExecutors.on(loop)
                    .scheduleAtFixedRate(() -> ran.add(clock.elapsed()), 0, 10, TimeUnit.SECONDS);

            run(loop, 25);
            assertEquals(seconds(0, 10, 20), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void ofTheLongestPeriodRunsOnce(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<Duration> ran = new ArrayList<>();
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            var _ = executor.scheduleAtFixedRate(
                    () -> ran.add(clock.elapsed()), 1_000_000_000, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            var _ = executor.scheduleWithFixedDelay(
                    () -> ran.add(clock.elapsed()), 2_000_000_000, Long.MAX_VALUE, TimeUnit.NANOSECONDS);

            run(loop, 1_000_000);
            assertEquals(seconds(1, 2), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void canCancelItselfInARun(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            var runs = new AtomicInteger();
            var self = new AtomicReference<ScheduledFuture<?>>();
            self.set(RunLoopExecutors.on(loop)
                    .scheduleAtFixedRate(
                            () -> {
                                if (runs.incrementAndGet() == 3) {
                                    self.get().cancel(false);
                                }
                            },
                            1,
                            1,
                            TimeUnit.SECONDS));

            run(loop, 100);
            assertEquals(3, runs.get());
        });
    }

    @ParameterizedTest
    @EnumSource
    void runsNoMoreOnceItIsCancelledFromOutside(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var runs = new AtomicInteger();
        var someRuns = new CountDownLatch(3);
        ScheduledFuture<?> future = executor.scheduleAtFixedRate(
                () -> {
                    runs.incrementAndGet();
                    someRuns.countDown();
                },
                0,
                1,
                TimeUnit.MILLISECONDS);
        await(someRuns);

        assertTrue(future.cancel(false));
        drain(executor); // a run may have been on its way
        int runsThen = runs.get();
        executor.schedule(() -> {}, 20, TimeUnit.MILLISECONDS).get();
        assertEquals(runsThen, runs.get());
    }

    @ParameterizedTest
    @EnumSource
    void givesACancellationToTheOneWhoWaits(LoopKind kind) {
        ScheduledFuture<?> future = open(kind).scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);

        future.cancel(false);
        assertThrows(CancellationException.class, future::get);
    }

    @ParameterizedTest
    @EnumSource
    void isNeverDoneByItself(LoopKind kind) {
        ScheduledFuture<?> future = open(kind).scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.MILLISECONDS);

        assertThrows(TimeoutException.class, () -> future.get(20, TimeUnit.MILLISECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void runsBesideAnother(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            var _ = executor.scheduleAtFixedRate(() -> ran.add("two"), 2, 2, TimeUnit.SECONDS);
            var _ = executor.scheduleAtFixedRate(() -> ran.add("three"), 3, 3, TimeUnit.SECONDS);

            run(loop, 5);
            assertEquals(List.of("two", "three", "two"), ran);
        });
    }
}
