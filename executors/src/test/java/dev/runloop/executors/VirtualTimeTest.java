package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import dev.runloop.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("In virtual time")
class VirtualTimeTest extends ExecutorTest {
    private final VirtualClock clock = VirtualClock.create();
    private final List<Long> ranAt = new ArrayList<>();

    private RunLoopExecutor open(ThreadKind kind, VirtualClock clock) {
        RunLoopExecutor executor =
                RunLoopExecutors.newLoop(kind.loopThread().name("executor").clock(clock));
        AutoCloseable end = () -> {
            executor.shutdownNow();
            assertTrue(executor.loop().thread().join(PATIENCE), "thread still runs");
        };
        closing(end);
        return executor;
    }

    private void note() {
        ranAt.add(clock.elapsed().toSeconds());
    }

    @ParameterizedTest
    @EnumSource
    void aTaskIsSubmittedAndAwaitedWithoutDriving(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind, clock);
        for (int i = 0; i < 20; i++) {
            int number = i;
            assertEquals(number, executor.submit(() -> number).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDelayedTaskRunsAtItsDateToTheNanosecond(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind, clock);
        ScheduledFuture<Duration> future =
                executor.schedule(clock::elapsed, 123_456_789_012_345L, TimeUnit.NANOSECONDS);

        clock.advance(Duration.ofNanos(123_456_789_012_344L));
        assertFalse(future.isDone());
        assertEquals(1, future.getDelay(TimeUnit.NANOSECONDS));
        assertEquals(Duration.ofNanos(123_456_789_012_345L), clock.await(future));
    }

    @ParameterizedTest
    @EnumSource
    void aFixedRateIsKept(ThreadKind kind) {
        RunLoopExecutor executor = open(kind, clock);
        var _ = executor.scheduleAtFixedRate(
                () -> {
                    note();
                    clock.stall(Duration.ofSeconds(1));
                },
                5,
                10,
                TimeUnit.SECONDS);

        clock.advance(Duration.ofSeconds(35));
        assertEquals(List.of(5L, 15L, 25L, 35L), ranAt);
    }

    @ParameterizedTest
    @EnumSource
    void aFixedDelayCountsFromTheEndOfARun(ThreadKind kind) {
        RunLoopExecutor executor = open(kind, clock);
        var _ = executor.scheduleWithFixedDelay(
                () -> {
                    note();
                    clock.stall(Duration.ofSeconds(1));
                },
                5,
                10,
                TimeUnit.SECONDS);

        clock.advance(Duration.ofSeconds(35));
        assertEquals(List.of(5L, 16L, 27L), ranAt);
    }

    @ParameterizedTest
    @EnumSource
    void delayedTasksRunAfterAShutdown(ThreadKind kind) {
        RunLoopExecutor executor = open(kind, clock);
        var _ = executor.schedule(this::note, 10, TimeUnit.SECONDS);
        ScheduledFuture<?> periodic = executor.scheduleAtFixedRate(this::note, 1, 1, TimeUnit.SECONDS);
        clock.advance(Duration.ofSeconds(2));
        executor.shutdown();
        clock.advance(Duration.ofSeconds(7));

        assertTrue(periodic.isCancelled());
        assertFalse(executor.isTerminated());
        clock.advance(Duration.ofSeconds(1));
        assertEquals(List.of(1L, 2L, 10L), ranAt);
        assertTrue(executor.isTerminated());
        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        clock.requireNoWorkLeft();
    }

    @ParameterizedTest
    @EnumSource
    void shutdownNowHandsBackWhatIsDelayed(ThreadKind kind) {
        RunLoopExecutor executor = open(kind, clock);
        var _ = executor.schedule(this::note, 10, TimeUnit.SECONDS);
        clock.advance(Duration.ofSeconds(1));

        assertEquals(1, executor.shutdownNow().size());
        clock.runUntilIdle();
        clock.requireNoWorkLeft();
    }

    @Test
    void anExecutorIsClosedThatHasNothingDelayed() {
        RunLoopExecutor executor = open(ThreadKind.PLATFORM, clock);
        executor.execute(this::note);
        executor.close();
        assertEquals(List.of(0L), ranAt);
    }

    @Test
    void theTimerThatAnExecutorKeepsIsNoWork() {
        RunLoopExecutor executor = open(ThreadKind.PLATFORM, clock);
        var _ = executor.schedule(this::note, 10, TimeUnit.SECONDS);
        clock.advance(Duration.ofSeconds(5));
        assertEquals(List.of("loop \"executor\" is due in PT5S"), clock.workLeft());

        clock.advance(Duration.ofSeconds(5));
        clock.requireNoWorkLeft();
    }

    @Test
    void tasksOfOneDateRunInTheOrderInWhichTheyWereScheduled() {
        assertEquals(IntStream.range(0, 20).boxed().toList(), orderOfOneDate(VirtualClock.create()));
    }

    @Test
    void tasksOfOneDateAreShuffledByASeed() {
        List<Integer> order = orderOfOneDate(VirtualClock.shuffled(1));
        assertEquals(order, orderOfOneDate(VirtualClock.shuffled(1)));
        assertNotEquals(order, orderOfOneDate(VirtualClock.shuffled(2)));
    }

    private List<Integer> orderOfOneDate(VirtualClock clock) {
        RunLoopExecutor executor = open(ThreadKind.VIRTUAL, clock);
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            var _ = executor.schedule(() -> ran.add(number), 1, TimeUnit.SECONDS);
        }
        clock.advance(Duration.ofSeconds(1));
        return ran;
    }

    @ParameterizedTest
    @EnumSource
    void executorsOfSeveralLoopsTakeTheSameCourseEachTime(ThreadKind kind) {
        for (int seed = 0; seed < 20; seed++) {
            assertEquals(
                    courseOfThree(kind, VirtualClock.shuffled(seed)), courseOfThree(kind, VirtualClock.shuffled(seed)));
        }
    }

    private List<String> courseOfThree(ThreadKind kind, VirtualClock clock) {
        List<RunLoopExecutor> executors = List.of(open(kind, clock), open(kind, clock), open(kind, clock));
        List<String> course = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RunLoopExecutor here = executors.get(i);
            RunLoopExecutor there = executors.get((i + 1) % 3);
            int number = i;
            var _ = here.scheduleAtFixedRate(
                    () -> {
                        course.add(clock.elapsed() + " tick " + number);
                        there.execute(() -> course.add(clock.elapsed() + " from " + number));
                    },
                    1,
                    1 + i % 2,
                    TimeUnit.SECONDS);
        }
        clock.advance(Duration.ofSeconds(10));
        executors.forEach(RunLoopExecutor::shutdown);
        clock.runUntilIdle();
        return course;
    }
}
