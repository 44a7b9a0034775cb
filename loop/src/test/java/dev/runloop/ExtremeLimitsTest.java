package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.internal.Deadlines;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import dev.runloop.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A limit, whatever its value,")
class ExtremeLimitsTest extends ConcurrentTest {
    static Stream<Duration> past() {
        return Stream.of(
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ofMillis(Long.MIN_VALUE),
                Duration.ofNanos(Long.MIN_VALUE),
                Duration.ofNanos(-1),
                Duration.ZERO);
    }

    static Stream<Duration> never() {
        return Stream.of(
                ChronoUnit.FOREVER.getDuration(),
                Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofMillis(Long.MAX_VALUE),
                Duration.ofNanos(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("past")
    void isZeroIfItLiesInThePast(Duration limit) throws Exception {
        RunLoopThread thread = startLoop(ThreadKind.PLATFORM);
        assertFalse(thread.awaitTermination(limit));
        RunLoop loop = RunLoop.current();
        RunLoopTimer keeps = RunLoopTimer.oneShot(Duration.ofDays(1), timer -> {});
        loop.add(keeps, RunLoopMode.DEFAULT);
        assertEquals(RunLoopResult.TIMED_OUT, loop.runInMode(RunLoopMode.DEFAULT, limit, false));

        int[] fired = new int[1];
        RunLoopTimer due = RunLoopTimer.oneShot(limit, timer -> fired[0]++);
        due.setTolerance(limit);
        loop.add(due, RunLoopMode.DEFAULT);
        loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
        assertEquals(1, fired[0]);
        keeps.setNextFire(limit);
        loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
        assertFalse(keeps.isValid());
    }

    @ParameterizedTest
    @MethodSource("never")
    void isForEverIfItLiesFarInTheFuture(Duration limit) throws Exception {
        RunLoop loop = RunLoop.current();
        RunLoopTimer late = RunLoopTimer.builder()
                .firstFire(limit)
                .interval(limit)
                .tolerance(limit)
                .build(timer -> {});
        loop.add(late, RunLoopMode.DEFAULT);
        loop.perform(loop::stop);
        assertEquals(RunLoopResult.STOPPED, loop.runInMode(RunLoopMode.DEFAULT, limit, false));
        assertTrue(late.nextFireDate().isPresent());
        assertTrue(loop.nextTimerFireDate(RunLoopMode.DEFAULT).isPresent());
        late.invalidate();

        RunLoopThread thread = startLoop(ThreadKind.VIRTUAL);
        thread.stop();
        assertTrue(thread.awaitTermination(limit));
    }

    @ParameterizedTest
    @EnumSource
    void isFollowedByDatesAtBothEndsOfTime(ThreadKind kind) throws Exception {
        Thread thread = start(kind, () -> {
            RunLoop loop = RunLoop.current();
            RunLoopTimer timer = RunLoopTimer.oneShot(Duration.ofDays(1), fired -> {});
            loop.add(timer, RunLoopMode.DEFAULT);
            timer.setNextFireDate(Instant.MAX);
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
            assertTrue(timer.nextFireDate().isPresent());
            timer.setNextFireDate(Instant.MIN);
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
            assertFalse(timer.isValid());
        });
        assertTrue(thread.join(PATIENCE));
    }

    @Test
    void movesTheWallClockNoFurtherThanThereIsTime() {
        VirtualClock clock = VirtualClock.create();
        clock.shiftWall(Duration.ofSeconds(Long.MAX_VALUE));
        assertEquals(Instant.MAX, clock.instant());
        clock.advance(Duration.ofDays(1));
        clock.shiftWall(Duration.ofSeconds(Long.MIN_VALUE));
        assertEquals(Instant.MIN, clock.instant());
    }

    @Test
    void isCutInAnyUnit() {
        for (TimeUnit unit : TimeUnit.values()) {
            assertEquals(-Deadlines.FURTHEST, Deadlines.nanos(Long.MIN_VALUE, unit));
            assertEquals(Deadlines.FURTHEST, Deadlines.nanos(Long.MAX_VALUE, unit));
            assertEquals(0, Deadlines.nanos(0, unit));
        }
    }
}
