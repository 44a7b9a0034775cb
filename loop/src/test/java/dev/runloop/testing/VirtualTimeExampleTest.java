package dev.runloop.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How one tests what uses the timers of a loop. */
class VirtualTimeExampleTest {

    /** What is to be tested: tells that someone has been idle for a while. */
    static final class IdleAlarm {
        private final RunLoopTimer timer;
        private final Duration patience;

        /** The clock is that of the loop, so the same code runs in production and here. */
        IdleAlarm(RunLoop loop, Duration patience, Runnable alarm) {
            this.patience = patience;
            this.timer = RunLoopTimer.builder()
                    .clock(loop.clock())
                    .firstFire(patience)
                    .interval(patience)
                    .build(fired -> alarm.run());
            loop.add(timer, RunLoopMode.COMMON);
        }

        void somethingHappened() {
            timer.setNextFire(patience);
        }

        void close() {
            timer.invalidate();
        }
    }

    private final VirtualClock clock = VirtualClock.create();
    private final RunLoopThread thread =
            RunLoopThread.ofPlatform().name("loop").clock(clock).start();
    private final List<Duration> alarms = new ArrayList<>();
    private final IdleAlarm alarm =
            new IdleAlarm(thread.loop(), Duration.ofMinutes(10), () -> alarms.add(clock.elapsed()));

    @AfterEach
    void nothingIsLeft() {
        alarm.close();
        clock.requireNoWorkLeft();
        thread.close();
    }

    @Test
    void soundsWhenNothingHasHappenedForAWhile() {
        clock.advance(Duration.ofMinutes(9));
        alarm.somethingHappened();
        clock.advance(Duration.ofMinutes(9));
        assertEquals(List.of(), alarms);

        clock.advance(Duration.ofMinutes(1));
        assertEquals(List.of(Duration.ofMinutes(19)), alarms);
    }

    @Test
    void soundsOnceAfterTheMachineWasPaused() {
        clock.stall(Duration.ofHours(8));
        clock.runUntilIdle();
        assertEquals(List.of(Duration.ofHours(8)), alarms);
    }

    @Test
    void doesNotSoundBecauseSomebodySetTheClock() {
        clock.shiftWall(Duration.ofDays(1));
        clock.advance(Duration.ofMinutes(9));
        assertEquals(List.of(), alarms);
    }
}
