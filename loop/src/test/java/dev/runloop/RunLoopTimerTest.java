package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A timer")
class RunLoopTimerTest extends LoopTest {

    @Test
    @DisplayName("that fires once is valid in its handler and invalid after it")
    void oneShotIsInvalidatedAfterItsHandler() throws Exception {
        onLoop(loop -> {
            RunLoopTimer[] self = new RunLoopTimer[1];
            self[0] = timer("timer", 10, 0, () -> trace.add("valid " + self[0].isValid()));
            loop.add(self[0], MODE);
            runFor(loop, MODE, 100);
            assertEquals(List.of("timer@10", "valid true"), trace);
            assertFalse(self[0].isValid());
            assertEquals(Optional.empty(), self[0].nextFireDate());
        });
    }

    @Test
    @DisplayName("repeats on the grid of its first date, whatever its handler takes")
    void repeatsOnItsGrid() throws Exception {
        onLoop(loop -> {
            loop.add(timer("tick", 5, 10, () -> clock.advance(Duration.ofMillis(3))), MODE);
            runFor(loop, MODE, 40);
            assertEquals(List.of("tick@5", "tick@15", "tick@25", "tick@35"), trace);
        });
    }

    @Test
    @DisplayName("skips the dates that a slow handler has missed")
    void missedDatesAreSkipped() throws Exception {
        onLoop(loop -> {
            loop.add(timer("tick", 10, 10, () -> clock.advance(Duration.ofMillis(25))), MODE);
            runFor(loop, MODE, 90);
            assertEquals(List.of("tick@10", "tick@40", "tick@70"), trace);
        });
    }

    @Test
    @DisplayName("fires once, and late, when its mode has not run for some of its dates")
    void firesOnceForManyMissedDates() throws Exception {
        onLoop(loop -> {
            timer(loop, MODE, "tick", 10, 10);
            clock.advance(Duration.ofMillis(55));
            poll(loop, MODE);
            poll(loop, MODE);
            runFor(loop, MODE, 10);
            assertEquals(List.of("tick@55", "tick@60"), trace);
        });
    }

    @Test
    @DisplayName("comes by its date, among equals in the order of adding")
    void firesInOrderOfDates() throws Exception {
        onLoop(loop -> {
            clock.advance(Duration.ZERO);
            timer(loop, MODE, "c", 20, 0);
            timer(loop, MODE, "a", 10, 0);
            timer(loop, MODE, "b", 10, 0);
            runFor(loop, MODE, 100);
            assertEquals(List.of("a@10", "b@10", "c@20"), trace);
        });
    }

    @Test
    @DisplayName("with a delay that is not positive fires in the next pass, never at once")
    void pastMeansNow() throws Exception {
        onLoop(loop -> {
            timer(loop, MODE, "timer", -1000, 0);
            assertEquals(List.of(), trace);
            poll(loop, MODE);
            assertEquals(List.of("timer@0"), trace);
        });
    }

    @Test
    @DisplayName("that is moved fires at its new date and repeats from there")
    void movingShiftsTheGrid() throws Exception {
        onLoop(loop -> {
            RunLoopTimer timer = timer(loop, MODE, "tick", 10, 10);
            timer.setNextFire(Duration.ofMillis(7));
            runFor(loop, MODE, 30);
            assertEquals(List.of("tick@7", "tick@17", "tick@27"), trace);
        });
    }

    @Test
    @DisplayName("that is moved in its own handler fires at that date")
    void movingInTheHandlerStands() throws Exception {
        onLoop(loop -> {
            RunLoopTimer[] self = new RunLoopTimer[1];
            self[0] = timer("tick", 10, 10, () -> self[0].setNextFire(Duration.ofMillis(25)));
            loop.add(self[0], MODE);
            runFor(loop, MODE, 70);
            assertEquals(List.of("tick@10", "tick@35", "tick@60"), trace);
        });
    }

    @Test
    @DisplayName("can be moved to a date")
    void canBeMovedToADate() throws Exception {
        onLoop(loop -> {
            RunLoopTimer timer = timer(loop, MODE, "timer", 1000, 0);
            timer.setNextFireDate(Instant.EPOCH.plusMillis(42));
            assertEquals(Optional.of(Instant.EPOCH.plusMillis(42)), timer.nextFireDate());
            assertEquals(Optional.of(Instant.EPOCH.plusMillis(42)), loop.nextTimerFireDate(MODE));
            runFor(loop, MODE, 100);
            assertEquals(List.of("timer@42"), trace);
        });
    }

    @Test
    @DisplayName("in two modes has one date, and fires in the one that runs")
    void oneDateInAllModes() throws Exception {
        onLoop(loop -> {
            RunLoopTimer timer = timer(loop, MODE, "tick", 10, 10);
            loop.add(timer, OTHER);
            runFor(loop, MODE, 15);
            runFor(loop, OTHER, 10);
            assertEquals(List.of("tick@10", "tick@20"), trace);
        });
    }

    @Test
    @DisplayName("does not fire inside its own handler, but another does")
    void isNotReentered() throws Exception {
        onLoop(loop -> {
            loop.add(timer("outer", 10, 10, () -> runFor(loop, MODE, 15)), MODE);
            timer(loop, MODE, "inner", 15, 0);
            runFor(loop, MODE, 20);
            assertEquals(List.of("outer@10", "inner@15"), trace);
        });
    }

    @Test
    @DisplayName("that is removed keeps its date, and fires when it is back")
    void removedTimerKeepsItsDate() throws Exception {
        onLoop(loop -> {
            RunLoopTimer timer = timer(loop, MODE, "timer", 10, 0);
            loop.remove(timer, MODE);
            keep(loop, MODE);
            runFor(loop, MODE, 20);
            assertEquals(List.of(), trace);
            loop.add(timer, MODE);
            poll(loop, MODE);
            assertEquals(List.of("timer@20"), trace);
        });
    }

    @Test
    @DisplayName("with tolerance shares a wake-up with its neighbour; without, each has its own")
    void toleranceSavesWakeUps() throws Exception {
        onLoop(loop -> {
            timer(loop, MODE, "a", 10, 0).setTolerance(Duration.ofMillis(5));
            timer(loop, MODE, "b", 14, 0).setTolerance(Duration.ofMillis(5));
            runFor(loop, MODE, 100);
            assertEquals(List.of("a@15", "b@15"), trace);
            assertEquals(1, clock.sleeps());
            timer(loop, MODE, "c", 10, 0);
            timer(loop, MODE, "d", 14, 0);
            runFor(loop, MODE, 100);
            assertEquals(List.of("a@15", "b@15", "c@25", "d@29"), trace);
            assertEquals(3, clock.sleeps());
        });
    }

    @Test
    @DisplayName("has at most half its interval for tolerance")
    void toleranceIsCapped() {
        RunLoopTimer timer = RunLoopTimer.repeating(Duration.ofMillis(10), fired -> {});
        timer.setTolerance(Duration.ofMillis(8));
        assertEquals(Duration.ofMillis(5), timer.tolerance());
        timer.setTolerance(Duration.ofMillis(-1));
        assertEquals(Duration.ZERO, timer.tolerance());
    }

    @Test
    @DisplayName("fired by hand keeps its date if it repeats, and is done if not")
    void fireByHand() throws Exception {
        onLoop(loop -> {
            RunLoopTimer repeating = timer(loop, MODE, "tick", 10, 10);
            RunLoopTimer once = timer(loop, MODE, "once", 10, 0);
            repeating.fire();
            once.fire();
            once.fire();
            assertFalse(once.isValid());
            runFor(loop, MODE, 15);
            assertEquals(List.of("tick@0", "once@0", "tick@10"), trace);
        });
    }

    @Test
    @DisplayName("takes the longest delays and intervals for never, and still counts right")
    void longestDelays() throws Exception {
        onLoop(loop -> {
            loop.add(timer("near", 10, 0, () -> {}), MODE);
            for (Duration longest : List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofNanos(Long.MAX_VALUE))) {
                var never =
                        RunLoopTimer.builder().clock(clock).firstFire(longest).interval(longest);
                loop.add(never.build(timer -> trace.add("never")), MODE);
            }
            var longAgo = RunLoopTimer.builder().clock(clock).firstFire(Duration.ofSeconds(Long.MIN_VALUE));
            loop.add(longAgo.build(timer -> trace.add("long ago")), MODE);
            runFor(loop, MODE, 20);
            assertEquals(List.of("long ago", "near@10"), trace);
        });
    }

    @Test
    @DisplayName("is refused by a second loop as long as it is in a first")
    void belongsToOneLoop() throws Exception {
        RunLoopTimer timer = timer("timer", 10, 0, () -> {});
        onLoop(first -> {
            first.add(timer, MODE);
            onLoop(second -> {
                second.add(timer, MODE);
                assertFalse(second.contains(timer, MODE));
            });
            first.remove(timer, MODE);
            onLoop(second -> {
                second.add(timer, MODE);
                assertTrue(second.contains(timer, MODE));
            });
        });
    }

    @Test
    @DisplayName("with another clock than the loop's is refused with both named")
    void otherClockIsRefused() throws Exception {
        onLoop(loop -> {
            RunLoopTimer timer = RunLoopTimer.oneShot(Duration.ZERO, fired -> {});
            var refusal = assertThrows(IllegalArgumentException.class, () -> loop.add(timer, MODE));
            assertTrue(refusal.getMessage().contains("clock"), refusal.getMessage());
        });
    }

    @Test
    @DisplayName("among a hundred thousand fires in order")
    void manyTimersFireInOrder() throws Exception {
        onLoop(loop -> {
            int count = 100_000;
            IntStream.range(0, count).forEach(i -> timer(loop, MODE, "t", (i * 7919L) % count, 0));
            runFor(loop, MODE, count);
            assertEquals(IntStream.range(0, count).mapToObj(i -> "t@" + i).toList(), trace);
        });
    }
}
