package dev.runloop.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopTimer;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A virtual clock")
class VirtualClockTest extends ClockTest {
    private final VirtualClock clock = VirtualClock.create();
    private final List<Duration> fires = new ArrayList<>();

    private void note(RunLoopTimer timer) {
        fires.add(clock.elapsed());
    }

    @ParameterizedTest
    @EnumSource
    void firesTimersAtTheirDatesToTheNanosecond(ThreadKind kind) {
        RunLoop loop = startLoop(kind, clock, "loop");
        long[] delays = {1, 2, 999_999_999, 15_000_000, 14_999_999, 15_000_001, 86_400_000_000_007L};
        for (long delay : delays) {
            after(Duration.ofNanos(delay), loop, this::note);
        }

        clock.advance(Duration.ofDays(2));
        assertEquals(
                List.of(1L, 2L, 14_999_999L, 15_000_000L, 15_000_001L, 999_999_999L, 86_400_000_000_007L),
                fires.stream().map(Duration::toNanos).toList());
    }

    @ParameterizedTest
    @EnumSource
    void advancesByThisMuchAndNoFurther(ThreadKind kind) {
        RunLoop loop = startLoop(kind, clock, "loop");
        after(seconds(10), loop, this::note);

        clock.advance(seconds(10).minusNanos(1));
        assertEquals(List.of(), fires);
        clock.advance(Duration.ofNanos(1));
        assertEquals(List.of(seconds(10)), fires);
        assertEquals(seconds(10), clock.elapsed());
    }

    @Test
    void firesARepeatingTimerAtEachOfItsDates() {
        RunLoop loop = startLoop(ThreadKind.VIRTUAL, clock, "loop");
        every(seconds(1), loop, this::note);

        clock.advance(Duration.ofMillis(3500));
        assertEquals(List.of(seconds(1), seconds(2), seconds(3)), fires);
    }

    @Test
    void runsWhatIsReadyBeforeTimeMoves() {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
        after(seconds(1), loop, timer -> send(loop, () -> send(loop, () -> note(timer))));

        clock.advance(seconds(5));
        assertEquals(List.of(seconds(1)), fires);
    }

    @Test
    void setsTimersOnTheWay() {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
        after(seconds(1), loop, first -> after(seconds(1), loop, this::note));

        clock.advance(seconds(2));
        assertEquals(List.of(seconds(2)), fires);
    }

    @Test
    void advancesWithoutAnyLoop() {
        clock.advance(seconds(3));
        assertEquals(seconds(3), clock.elapsed());
    }

    @Test
    void standsStillWhileWhatIsReadyRuns() {
        RunLoop loop = startLoop(ThreadKind.VIRTUAL, clock, "loop");
        send(loop, () -> fires.add(clock.elapsed()));
        after(Duration.ofNanos(1), loop, this::note);

        clock.runUntilIdle();
        assertEquals(List.of(Duration.ZERO), fires);
    }

    @Test
    void goesToTheNextTimerOnly() {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
        after(seconds(2), loop, this::note);
        after(seconds(5), loop, this::note);

        assertEquals(Optional.of(seconds(2)), clock.advanceToNextTimer());
        assertEquals(List.of(seconds(2)), fires);
        assertEquals(Optional.of(seconds(3)), clock.advanceToNextTimer());
        assertEquals(Optional.empty(), clock.advanceToNextTimer());
        assertEquals(seconds(5), clock.elapsed());
    }

    @Test
    void takesATimerBeyondAllReachForNone() {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
        after(Duration.ofDays(365 * 100), loop, this::note);

        assertEquals(Optional.empty(), clock.advanceToNextTimer());
    }

    @Test
    void doesNotMoveForATimerThatHasBeenInvalidated() {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
        RunLoop other = startLoop(ThreadKind.PLATFORM, clock, "other");
        RunLoopTimer invalidated = after(seconds(2), loop, this::note);
        after(seconds(1), other, timer -> invalidated.invalidate());
        after(seconds(5), other, this::note);

        assertEquals(Optional.of(seconds(1)), clock.advanceToNextTimer());
        assertEquals(Optional.of(seconds(4)), clock.advanceToNextTimer());
    }

    @Test
    void runsAllTimersThatThereAre() {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
        after(seconds(1), loop, first -> after(Duration.ofDays(1), loop, this::note));

        assertTrue(clock.advanceUntilIdle(Duration.ofDays(30)));
        assertEquals(Duration.ofDays(1).plusSeconds(1), clock.elapsed());
    }

    @Test
    void doesNotRunTimersBeyondALimit() {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
        every(seconds(4), loop, this::note);

        assertFalse(clock.advanceUntilIdle(seconds(10)));
        assertEquals(List.of(seconds(4), seconds(8)), fires);
        assertEquals(seconds(8), clock.elapsed());
    }

    @Test
    void sharesAWakeUpWithinTheToleranceOfATimer() {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
        after(seconds(10), loop, this::note).setTolerance(seconds(5));
        after(seconds(12), loop, this::note);

        clock.advance(seconds(20));
        assertEquals(List.of(seconds(12), seconds(12)), fires);
    }

    @Test
    void neverGoesBackwards() {
        RunLoop loop = startLoop(ThreadKind.VIRTUAL, clock, "loop");
        List<Long> times = new ArrayList<>();
        every(Duration.ofMillis(7), loop, timer -> times.add(clock.nanoTime()));
        after(Duration.ofMillis(21), loop, timer -> clock.advance(Duration.ofMillis(40)));

        clock.advance(Duration.ofMillis(30));
        times.add(clock.nanoTime());
        clock.advance(Duration.ofMillis(30));
        times.add(clock.nanoTime());
        for (int i = 1; i < times.size(); i++) {
            assertTrue(times.get(i) - times.get(i - 1) >= 0, "at " + i + " of " + times);
        }
        assertEquals(Duration.ofMillis(91), clock.elapsed());
    }

    @Test
    void startsBeforeAnOverflow() {
        long before = clock.nanoTime();
        clock.advance(seconds(1));
        assertTrue(before > 0 && clock.nanoTime() < 0);
        assertEquals(1_000_000_000L, clock.nanoTime() - before);
    }

    @Test
    void moreThanNinetyYearsAreRefused() {
        var refused = assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofDays(365 * 91)));
        assertEquals("duration is more than 90 years: PT797160H", refused.getMessage());
    }

    @Test
    void negativeDurationsAreRefused() {
        Duration negative = Duration.ofNanos(-1);
        List.<org.junit.jupiter.api.function.Executable>of(
                        () -> clock.advance(negative), () -> clock.suspend(negative), () -> clock.stall(negative))
                .forEach(call -> assertEquals(
                        "duration is negative: PT-0.000000001S",
                        assertThrows(IllegalArgumentException.class, call).getMessage()));
        var refused = assertThrows(IllegalArgumentException.class, () -> clock.advanceUntilIdle(negative));
        assertEquals("limit is negative: PT-0.000000001S", refused.getMessage());
    }

    @Test
    void nullsAreRefusedByName() {
        assertEquals(
                "duration",
                assertThrows(NullPointerException.class, () -> clock.advance(null))
                        .getMessage());
        assertEquals(
                "future",
                assertThrows(NullPointerException.class, () -> clock.await((java.util.concurrent.Future<?>) null))
                        .getMessage());
        assertEquals(
                "date",
                assertThrows(NullPointerException.class, () -> clock.setInstant(null))
                        .getMessage());
    }

    @Test
    void knowsHowFarItHasMovedForHoweverLong() {
        RunLoop loop = startLoop(ThreadKind.VIRTUAL, clock, "loop");
        every(Duration.ofDays(365 * 50), loop, this::note);
        Duration step = Duration.ofDays(365 * 90);
        for (int i = 1; i <= 20; i++) {
            clock.advance(step);
            assertEquals(step.multipliedBy(i), clock.elapsed());
        }
        assertEquals(36, fires.size());
        assertEquals(Duration.ofDays(365 * 1800), fires.getLast());
    }

    @ParameterizedTest
    @EnumSource
    void tellsThatALoopHasNeverBegunAsItsThreadHasEnded(ThreadKind kind) throws Exception {
        Thread dead = startDead(kind);
        var failure = assertThrows(IllegalStateException.class, () -> clock.advance(seconds(1)));
        assertTrue(failure.getMessage().contains(dead.getName()), failure::getMessage);
        clock.advance(seconds(1));
        assertEquals(seconds(1), clock.elapsed());
    }

    /** A loop whose thread ends before it calls what it was made for. */
    private Thread startDead(ThreadKind kind) throws InterruptedException {
        Thread[] made = new Thread[1];
        var _ = kind.loopThread()
                .clock(clock)
                .factory(life -> made[0] = kind.thread().name("dead").unstarted(() -> {}))
                .start();
        made[0].join();
        return made[0];
    }
}
