package dev.runloop;

import static dev.runloop.RunLoopActivity.BEFORE_WAITING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A source that is signalled by hand")
class Source0Test extends LoopTest {

    @Test
    @DisplayName("is performed once, however often it was signalled")
    void performsOncePerSignal() throws Exception {
        onLoop(loop -> {
            Source0 source = signalled(loop, MODE, "source", () -> {});
            source.signal();
            poll(loop, MODE);
            poll(loop, MODE);
            assertEquals(List.of("source"), trace);
        });
    }

    @Test
    @DisplayName("comes by its order, among equals by its signal")
    void performsByOrderThenSignal() throws Exception {
        onLoop(loop -> {
            List<Source0> sources = List.of(
                    source("second of 1", 1, () -> {}), source("first of 1", 1, () -> {}), source("of 0", 0, () -> {}));
            sources.forEach(source -> loop.add(source, MODE));
            sources.get(1).signal();
            sources.get(0).signal();
            sources.get(2).signal();
            poll(loop, MODE);
            assertEquals(List.of("of 0", "first of 1", "second of 1"), trace);
        });
    }

    @Test
    @DisplayName("keeps its signal while its mode does not run")
    void waitsForItsMode() throws Exception {
        onLoop(loop -> {
            Source0 source = signalled(loop, MODE, "source", () -> {});
            keep(loop, OTHER);
            poll(loop, OTHER);
            assertTrue(source.isSignalled());
            poll(loop, MODE);
            assertEquals(List.of("source"), trace);
        });
    }

    @Test
    @DisplayName("in two modes is performed in one of them")
    void oneSignalOnePerformInTwoModes() throws Exception {
        onLoop(loop -> {
            Source0 source = signalled(loop, MODE, "source", () -> {});
            loop.add(source, OTHER);
            poll(loop, OTHER);
            poll(loop, MODE);
            assertEquals(List.of("source"), trace);
        });
    }

    @Test
    @DisplayName("may be signalled before it is added")
    void signalBeforeAdding() throws Exception {
        onLoop(loop -> {
            Source0 source = source("source", 0, () -> {});
            source.signal();
            loop.add(source, MODE);
            poll(loop, MODE);
            assertEquals(List.of("source"), trace);
        });
    }

    @Test
    @DisplayName("that signals itself is performed again in the next pass")
    void signalsItself() throws Exception {
        onLoop(loop -> {
            Source0[] self = new Source0[1];
            self[0] = source("source", 0, () -> {
                if (trace.size() < 3) {
                    self[0].signal();
                }
            });
            loop.add(self[0], MODE);
            self[0].signal();
            runFor(loop, MODE, 10);
            assertEquals(List.of("source", "source", "source"), trace);
        });
    }

    @Test
    @DisplayName("that an earlier one removes is performed all the same, one that it invalidates is not")
    void removalIsNotInvalidation() throws Exception {
        onLoop(loop -> {
            Source0 removed = source("removed", 1, () -> {});
            Source0 invalidated = source("invalidated", 2, () -> {});
            loop.add(removed, MODE);
            loop.add(invalidated, MODE);
            removed.signal();
            invalidated.signal();
            signalled(loop, MODE, "first", () -> {
                loop.remove(removed, MODE);
                invalidated.invalidate();
            });
            poll(loop, MODE);
            assertEquals(List.of("first", "removed"), trace);
            assertFalse(invalidated.isSignalled());
        });
    }

    @Test
    @DisplayName("hears of each mode that it is added to and that it leaves")
    void scheduleAndCancelCallbacks() throws Exception {
        onLoop(loop -> {
            var source = Source0.create(new Source0.Callbacks() {
                @Override
                public void perform() {}

                @Override
                public void schedule(RunLoop in, RunLoopMode mode) {
                    trace.add("schedule " + mode + (in == loop));
                }

                @Override
                public void cancel(RunLoop in, RunLoopMode mode) {
                    trace.add("cancel " + mode + (in == loop));
                }
            });
            loop.add(source, MODE);
            loop.add(source, MODE);
            loop.add(source, OTHER);
            loop.remove(source, MODE);
            loop.remove(source, MODE);
            source.invalidate();
            source.invalidate();
            assertEquals(
                    List.of("schedule testtrue", "schedule othertrue", "cancel testtrue", "cancel othertrue"), trace);
        });
    }

    @Test
    @DisplayName("does not keep the loop awake by a signal alone")
    void signalAloneDoesNotWake() throws Exception {
        onLoop(loop -> {
            Source0 source = source("source", 0, () -> {});
            loop.add(source, MODE);
            at(loop, MODE, Set.of(BEFORE_WAITING), source::signal);
            runFor(loop, MODE, 10);
            assertEquals(1, clock.sleeps());
        });
    }

    @Test
    @DisplayName("keeps the loop from sleeping by a signal with a wake-up")
    void signalAndWakeUpDoes() throws Exception {
        onLoop(loop -> {
            Source0 source = source("source", 0, loop::stop);
            loop.add(source, MODE);
            at(loop, MODE, Set.of(BEFORE_WAITING), source::signalAndWakeUp);
            runFor(loop, MODE, 10);
            assertEquals(0, clock.sleeps());
            assertEquals(List.of("source"), trace);
        });
    }

    @Test
    @DisplayName("is not slept on after a nested run in another mode, which uses up wake-ups")
    void nestedRunDoesNotLoseTheWakeUp() throws Exception {
        onLoop(loop -> {
            keep(loop, OTHER);
            Source0 source = source("source", 0, loop::stop);
            loop.add(source, MODE);
            at(loop, MODE, Set.of(BEFORE_WAITING), () -> {
                source.signalAndWakeUp();
                runFor(loop, OTHER, 5);
            });
            runFor(loop, MODE, 1000);
            assertEquals(List.of("source"), trace);
            assertEquals(1, clock.sleeps(), "only the nested run has slept");
        });
    }

    @Test
    @DisplayName("that is signalled becomes urgent when a wake-up is asked for later")
    void signalThenSignalAndWakeUp() throws Exception {
        onLoop(loop -> {
            Source0 source = source("source", 0, loop::stop);
            loop.add(source, MODE);
            at(loop, MODE, Set.of(BEFORE_WAITING), () -> {
                source.signal();
                source.signalAndWakeUp();
            });
            runFor(loop, MODE, 1000);
            assertEquals(0, clock.sleeps());
        });
    }

    @Test
    @DisplayName("in a mode that does not run does not wake the one that does")
    void otherModeSleepsOn() throws Exception {
        onLoop(loop -> {
            keep(loop, OTHER);
            Source0 source = source("source", 0, () -> {});
            loop.add(source, MODE);
            at(loop, OTHER, Set.of(BEFORE_WAITING), source::signalAndWakeUp);
            runFor(loop, OTHER, 10);
            assertEquals(1, clock.sleeps());
        });
    }
}
