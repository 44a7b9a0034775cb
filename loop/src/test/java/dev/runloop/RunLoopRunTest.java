package dev.runloop;

import static dev.runloop.RunLoopActivity.BEFORE_WAITING;
import static dev.runloop.RunLoopActivity.ENTRY;
import static dev.runloop.RunLoopActivity.EXIT;
import static dev.runloop.RunLoopResult.FINISHED;
import static dev.runloop.RunLoopResult.HANDLED_SOURCE;
import static dev.runloop.RunLoopResult.STOPPED;
import static dev.runloop.RunLoopResult.TIMED_OUT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A run")
class RunLoopRunTest extends LoopTest {

    @Test
    @DisplayName("finishes at once in a mode that has nothing in it")
    void finishesInAnEmptyMode() throws Exception {
        onLoop(loop -> {
            watch(loop, MODE);
            assertEquals(FINISHED, runFor(loop, MODE, 1));
            assertEquals(List.of(), trace);
        });
    }

    @Test
    @DisplayName("finishes at once in the marker of the common modes")
    void finishesInTheCommonMarker() throws Exception {
        onLoop(loop -> {
            keep(loop, RunLoopMode.COMMON);
            assertEquals(FINISHED, runFor(loop, RunLoopMode.COMMON, 1));
        });
    }

    @Test
    @DisplayName("makes each pass in the order of the ten steps")
    void passFollowsTheTenSteps() throws Exception {
        onLoop(loop -> {
            watch(loop, MODE);
            loop.perform(MODE, () -> trace.add("block"));
            signalled(loop, MODE, "source", () -> loop.perform(MODE, () -> trace.add("block of source")));
            timer(loop, MODE, "timer", 10, 0);
            assertEquals(TIMED_OUT, runFor(loop, MODE, 10));
            assertEquals(
                    List.of(
                            "ENTRY",
                            "BEFORE_TIMERS",
                            "BEFORE_SOURCES",
                            "block",
                            "source",
                            "block of source",
                            "BEFORE_TIMERS",
                            "BEFORE_SOURCES",
                            "BEFORE_WAITING",
                            "AFTER_WAITING",
                            "timer@10",
                            "EXIT"),
                    trace);
        });
    }

    @Test
    @DisplayName("with a limit of zero makes one pass and does not wait")
    void zeroLimitPollsOnce() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            watch(loop, MODE);
            assertEquals(TIMED_OUT, poll(loop, MODE));
            assertEquals(List.of("ENTRY", "BEFORE_TIMERS", "BEFORE_SOURCES", "EXIT"), trace);
        });
    }

    @Test
    @DisplayName("times out when its limit has passed, and not before")
    void timesOutAtItsLimit() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            assertEquals(TIMED_OUT, runFor(loop, MODE, 250));
            assertEquals(Duration.ofMillis(250), clock.elapsed());
        });
    }

    @Test
    @DisplayName("returns after the first source that is handled, if asked to")
    void returnsAfterHandledSource() throws Exception {
        onLoop(loop -> {
            signalled(loop, MODE, "first", () -> {});
            signalled(loop, MODE, "second", () -> {});
            assertEquals(HANDLED_SOURCE, loop.runInMode(MODE, LONG, true));
            assertEquals(List.of("first"), trace);
            assertEquals(HANDLED_SOURCE, loop.runInMode(MODE, LONG, true));
            assertEquals(List.of("first", "second"), trace);
        });
    }

    @Test
    @DisplayName("is stopped at the end of the pass, in which everything else still comes")
    void stopsAtTheEndOfThePass() throws Exception {
        onLoop(loop -> {
            signalled(loop, MODE, "stopping", loop::stop);
            signalled(loop, MODE, "after", () -> {});
            assertEquals(STOPPED, runFor(loop, MODE, 1000));
            assertEquals(List.of("stopping", "after"), trace);
        });
    }

    @Test
    @DisplayName("that is stopped before its first pass makes none")
    void stopAtEntryMakesNoPass() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            watch(loop, MODE);
            at(loop, MODE, Set.of(ENTRY), loop::stop);
            assertEquals(STOPPED, runFor(loop, MODE, 1000));
            assertEquals(List.of("ENTRY", "EXIT"), trace);
        });
    }

    @Test
    @DisplayName("does not remember a stop from before it")
    void stopOutsideRunsIsForgotten() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            loop.stop();
            assertEquals(TIMED_OUT, runFor(loop, MODE, 10));
        });
    }

    @Test
    @DisplayName("does not remember a wake-up from before it")
    void wakeUpOutsideRunsIsForgotten() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            loop.wakeUp();
            watch(loop, MODE);
            runFor(loop, MODE, 10);
            assertEquals(1, trace.stream().filter("BEFORE_TIMERS"::equals).count());
        });
    }

    @Test
    @DisplayName("that is nested is stopped without the run around it")
    void stopEndsTheInnermostRunOnly() throws Exception {
        onLoop(loop -> {
            keep(loop, OTHER);
            at(loop, OTHER, Set.of(BEFORE_WAITING), loop::stop);
            signalled(
                    loop,
                    MODE,
                    "outer",
                    () -> trace.add(loop.runInMode(OTHER, LONG, false).toString()));
            assertEquals(TIMED_OUT, runFor(loop, MODE, 10));
            assertEquals(List.of("outer", "STOPPED"), trace);
        });
    }

    @Test
    @DisplayName("that was stopped does not sleep, though a nested run has used up the wake-up")
    void stoppedRunDoesNotSleep() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            keep(loop, OTHER);
            at(loop, MODE, Set.of(BEFORE_WAITING), () -> {
                loop.stop();
                runFor(loop, OTHER, 5);
            });
            assertEquals(STOPPED, runFor(loop, MODE, 1000));
        });
    }

    @Test
    @DisplayName("without limit goes on until the mode is empty")
    void runEndsWithTheLastTimer() throws Exception {
        onLoop(loop -> {
            timer(loop, RunLoopMode.DEFAULT, "timer", 86_400_000, 0);
            loop.run();
            assertEquals(List.of("timer@86400000"), trace);
        });
    }

    @Test
    @DisplayName("makes its mode the current one, and a nested run another, and back")
    void currentModeIsThatOfTheInnermostRun() throws Exception {
        onLoop(loop -> {
            keep(loop, OTHER);
            at(loop, OTHER, Set.of(ENTRY), () -> trace.add(mode(loop)));
            signalled(loop, MODE, "source", () -> {
                poll(loop, OTHER);
                trace.add(mode(loop));
            });
            poll(loop, MODE);
            trace.add(mode(loop));
            assertEquals(List.of("source", "other", "test", "none"), trace);
        });
    }

    private static String mode(RunLoop loop) {
        Optional<RunLoopMode> mode = loop.currentMode();
        return mode.map(RunLoopMode::name).orElse("none");
    }

    @Test
    @DisplayName("with an hour as its limit inside one of a second does not keep that from timing out in time")
    void eachRunHasItsOwnLimit() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            keep(loop, OTHER);
            at(loop, MODE, Set.of(ENTRY), () -> runFor(loop, OTHER, 3000));
            at(
                    loop,
                    MODE,
                    Set.of(EXIT),
                    () -> trace.add("exit@" + clock.elapsed().toMillis()));
            runFor(loop, MODE, 1000);
            assertEquals(List.of("exit@4000"), trace, "the limit counts from after the entry observers");
        });
    }
}
