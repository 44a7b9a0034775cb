package dev.runloop.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopTimer;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The two times of a virtual clock")
class MachineTest extends ClockTest {
    private final VirtualClock clock = VirtualClock.create();
    private final List<Duration> fires = new ArrayList<>();
    private RunLoop loop;

    @BeforeEach
    void start() {
        loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
    }

    private void note(RunLoopTimer timer) {
        fires.add(clock.elapsed());
    }

    @Test
    void passTogether() {
        clock.setInstant(Instant.parse("2030-01-01T00:00:00Z"));
        clock.advance(seconds(90));
        assertEquals(Instant.parse("2030-01-01T00:01:30Z"), clock.instant());
        assertEquals(seconds(90), clock.elapsed());
    }

    @Test
    void partWhenTheMachineIsSuspended() {
        clock.suspend(Duration.ofHours(8));
        assertEquals(Instant.EPOCH.plus(Duration.ofHours(8)), clock.instant());
        assertEquals(Duration.ZERO, clock.elapsed());
    }

    @Test
    void haveATimerGoOnWhereItWasAfterASuspension() {
        every(seconds(10), loop, this::note);
        clock.advance(seconds(15));
        clock.suspend(Duration.ofHours(8));
        clock.runUntilIdle();
        assertEquals(List.of(seconds(10)), fires);

        clock.advance(seconds(5));
        assertEquals(List.of(seconds(10), seconds(20)), fires);
    }

    @Test
    void haveATimerFireOnceForAllDatesOfAStall() {
        every(seconds(10), loop, this::note);
        clock.advance(seconds(15));
        clock.stall(seconds(100));
        assertEquals(List.of(seconds(10)), fires);
        clock.runUntilIdle();
        assertEquals(List.of(seconds(10), seconds(115)), fires);

        clock.advance(seconds(10));
        assertEquals(List.of(seconds(10), seconds(115), seconds(120)), fires);
        assertEquals(Instant.EPOCH.plusSeconds(125), clock.instant());
    }

    @Test
    void passInACallbackThatTakesLong() {
        every(seconds(10), loop, timer -> {
            note(timer);
            clock.stall(seconds(25));
        });
        clock.advance(seconds(80));
        assertEquals(List.of(seconds(10), seconds(40), seconds(70)), fires);
    }

    @Test
    void doNotHastenATimerWhenTheWallClockIsSetForward() {
        after(seconds(10), loop, this::note);
        clock.advance(seconds(5));
        clock.shiftWall(Duration.ofDays(1));
        clock.runUntilIdle();
        assertEquals(List.of(), fires);

        clock.advance(seconds(5));
        assertEquals(List.of(seconds(10)), fires);
    }

    @Test
    void doNotDelayATimerWhenTheWallClockIsSetBack() {
        after(seconds(10), loop, this::note);
        clock.advance(seconds(5));
        clock.setInstant(Instant.EPOCH.minusSeconds(1_000_000));

        clock.advance(seconds(5));
        assertEquals(List.of(seconds(10)), fires);
    }

    @Test
    void haveTheDateOfATimerFollowTheWallClock() {
        RunLoopTimer timer = after(seconds(10), loop, this::note);
        clock.shiftWall(seconds(-100));
        assertEquals(Optional.of(Instant.EPOCH.minusSeconds(90)), timer.nextFireDate());
    }

    @Test
    void haveATimerSetToADateFireThen() {
        RunLoopTimer timer = after(Duration.ofDays(1), loop, this::note);
        clock.setInstant(Instant.parse("2030-01-01T00:00:00Z"));
        timer.setNextFireDate(Instant.parse("2030-01-01T00:00:07Z"));

        clock.advance(seconds(60));
        assertEquals(List.of(seconds(7)), fires);
    }
}
