package dev.runloop;

import static dev.runloop.RunLoopActivity.BEFORE_WAITING;
import static dev.runloop.RunLoopActivity.ENTRY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A source that wakes the loop by itself")
class Source1Test extends LoopTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("wakes a loop that sleeps")
    void wakesTheLoop(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        var performed = new CountDownLatch(1);
        Source1 source = Source1.create(performed::countDown);
        loop.add(source, RunLoopMode.DEFAULT);
        Awaitility.await().until(loop::isWaiting);
        source.signal();
        await(performed);
    }

    @Test
    @DisplayName("is one of one for each pass")
    void onePerPass() throws Exception {
        onLoop(loop -> {
            ready(loop, MODE, "first");
            ready(loop, MODE, "second");
            poll(loop, MODE);
            assertEquals(List.of("first"), trace);
            poll(loop, MODE);
            assertEquals(List.of("first", "second"), trace);
        });
    }

    @Test
    @DisplayName("comes in the order in which they became ready")
    void comesInOrderOfReadiness() throws Exception {
        onLoop(loop -> {
            Source1 late = added(loop, MODE, "late", () -> {});
            Source1 early = added(loop, MODE, "early", () -> {});
            early.signal();
            late.signal();
            poll(loop, MODE);
            poll(loop, MODE);
            assertEquals(List.of("early", "late"), trace);
        });
    }

    @Test
    @DisplayName("counts as a handled source")
    void isAHandledSource() throws Exception {
        onLoop(loop -> {
            ready(loop, MODE, "source");
            assertEquals(RunLoopResult.HANDLED_SOURCE, loop.runInMode(MODE, LONG, true));
        });
    }

    @Test
    @DisplayName("comes after the sources of kind 0, the blocks and the timers of its pass")
    void comesLast() throws Exception {
        onLoop(loop -> {
            ready(loop, MODE, "source1");
            timer(loop, MODE, "timer", 0, 0);
            signalled(loop, MODE, "source0", () -> {});
            loop.perform(MODE, () -> trace.add("block"));
            poll(loop, MODE);
            assertEquals(List.of("block", "source0", "timer@0", "source1"), trace);
        });
    }

    @Test
    @DisplayName("is followed by the blocks that it queues, in the same pass")
    void itsBlocksFollow() throws Exception {
        onLoop(loop -> {
            added(loop, MODE, "source", () -> loop.perform(MODE, () -> trace.add("block")))
                    .signal();
            poll(loop, MODE);
            assertEquals(List.of("source", "block"), trace);
        });
    }

    @Test
    @DisplayName("ends the wait of the pass that performs it")
    void endsTheWait() throws Exception {
        onLoop(loop -> {
            watch(loop, MODE);
            added(loop, MODE, "source", loop::stop).signal();
            loop.runInMode(MODE, LONG, false);
            assertEquals(
                    List.of(
                            "ENTRY",
                            "BEFORE_TIMERS",
                            "BEFORE_SOURCES",
                            "BEFORE_WAITING",
                            "AFTER_WAITING",
                            "source",
                            "EXIT"),
                    trace);
            assertEquals(0, clock.sleeps());
        });
    }

    @Test
    @DisplayName("in two modes is performed in one of them")
    void oneSignalOnePerformInTwoModes() throws Exception {
        onLoop(loop -> {
            Source1 source = ready(loop, MODE, "source");
            loop.add(source, OTHER);
            keep(loop, MODE);
            poll(loop, OTHER);
            poll(loop, MODE);
            assertEquals(List.of("source"), trace);
        });
    }

    @Test
    @DisplayName("that another mode has performed does not end a wait")
    void performedElsewhereDoesNotWake() throws Exception {
        onLoop(loop -> {
            Source1 source = ready(loop, MODE, "source");
            loop.add(source, OTHER);
            poll(loop, OTHER);
            runFor(loop, MODE, 10);
            assertEquals(1, clock.sleeps());
        });
    }

    @Test
    @DisplayName("waits while its mode does not run, and lets the loop sleep")
    void waitsForItsMode() throws Exception {
        onLoop(loop -> {
            ready(loop, MODE, "source");
            keep(loop, OTHER);
            runFor(loop, OTHER, 10);
            assertEquals(List.of(), trace);
            assertEquals(1, clock.sleeps());
            poll(loop, MODE);
            assertEquals(List.of("source"), trace);
        });
    }

    @Test
    @DisplayName("keeps its mode from being empty")
    void keepsItsMode() throws Exception {
        onLoop(loop -> {
            added(loop, MODE, "source", () -> {});
            assertEquals(RunLoopResult.TIMED_OUT, runFor(loop, MODE, 10));
        });
    }

    @Test
    @DisplayName("may be signalled before it is added")
    void signalBeforeAdding() throws Exception {
        onLoop(loop -> {
            Source1 source = source1("source", () -> {});
            source.signal();
            loop.add(source, MODE);
            poll(loop, MODE);
            assertEquals(List.of("source"), trace);
        });
    }

    @Test
    @DisplayName("that signals itself again queues up behind the others")
    void takesTurns() throws Exception {
        onLoop(loop -> {
            Source1[] sources = new Source1[2];
            for (int i = 0; i < 2; i++) {
                int self = i;
                sources[i] = added(loop, MODE, "source " + i, () -> sources[self].signal());
                sources[i].signal();
            }
            for (int i = 0; i < 4; i++) {
                poll(loop, MODE);
            }
            assertEquals(List.of("source 0", "source 1", "source 0", "source 1"), trace);
        });
    }

    @Test
    @DisplayName("in an endless burst leaves timers their turn")
    void doesNotStarveTimers() throws Exception {
        onLoop(loop -> {
            Source1[] self = new Source1[1];
            self[0] = source1("message", () -> {
                clock.advance(Duration.ofMillis(1));
                self[0].signal();
            });
            loop.add(self[0], MODE);
            self[0].signal();
            timer(loop, MODE, "timer", 3, 0);
            runFor(loop, MODE, 5);
            assertEquals(List.of("message", "message", "message", "timer@3", "message", "message"), trace);
        });
    }

    @Test
    @DisplayName("removed before its turn is not performed, and keeps its signal")
    void removalKeepsTheSignal() throws Exception {
        onLoop(loop -> {
            Source1 source = ready(loop, MODE, "source");
            loop.remove(source, MODE);
            keep(loop, MODE);
            poll(loop, MODE);
            assertEquals(List.of(), trace);
            assertTrue(source.isSignalled());
        });
    }

    @Test
    @DisplayName("invalidated before its turn is not performed, and loses its signal")
    void invalidationDropsTheSignal() throws Exception {
        onLoop(loop -> {
            Source1 source = ready(loop, MODE, "source");
            at(loop, MODE, Set.of(BEFORE_WAITING), source::invalidate);
            keep(loop, MODE);
            runFor(loop, MODE, 10);
            assertEquals(List.of(), trace);
            assertFalse(source.isSignalled());
        });
    }

    @Test
    @DisplayName("may be performed by a nested run in the mode of the outer one")
    void nestedRunPerformsIt() throws Exception {
        onLoop(loop -> {
            ready(loop, MODE, "source");
            at(loop, MODE, Set.of(ENTRY), () -> {
                if (trace.isEmpty()) {
                    trace.add("nested");
                    poll(loop, MODE);
                    trace.add("outer");
                }
            });
            poll(loop, MODE);
            assertEquals(List.of("nested", "source", "outer"), trace);
        });
    }

    @Test
    @DisplayName("that throws is reported, and the pass goes on")
    void throwing() throws Exception {
        onLoop(loop -> {
            loop.setExceptionHandler((thread, e) -> trace.add(e.getMessage()));
            added(loop, MODE, "source", () -> {
                        loop.perform(MODE, () -> trace.add("block"));
                        throw new IllegalStateException("thrown");
                    })
                    .signal();
            poll(loop, MODE);
            assertEquals(List.of("source", "thrown", "block"), trace);
        });
    }

    @Test
    @DisplayName("hears of the modes that it comes to and leaves")
    void hearsOfItsModes() throws Exception {
        onLoop(loop -> {
            Source1 source = Source1.create(new Source1.Callbacks() {
                @Override
                public void perform() {}

                @Override
                public void schedule(RunLoop loop, RunLoopMode mode) {
                    trace.add("in " + mode.name());
                }

                @Override
                public void cancel(RunLoop loop, RunLoopMode mode) {
                    trace.add("out of " + mode.name());
                }
            });
            loop.add(source, MODE);
            loop.add(source, OTHER);
            loop.remove(source, MODE);
            source.invalidate();
            assertEquals(List.of("in test", "in other", "out of test", "out of other"), trace);
        });
    }

    @Test
    @DisplayName("needs callbacks")
    void needsCallbacks() {
        var e = assertThrows(NullPointerException.class, () -> Source1.create(null));
        assertEquals("callbacks", e.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is performed by one of the loops that it is in for each signal")
    void twoLoops(ThreadKind kind) throws Exception {
        int signals = 20_000;
        var performed = new AtomicInteger();
        Source1 source = Source1.create(performed::incrementAndGet);
        RunLoop one = startLoop(kind).loop();
        RunLoop two = startLoop(kind).loop();
        one.add(source, RunLoopMode.DEFAULT);
        two.add(source, RunLoopMode.DEFAULT);
        for (int i = 0; i < signals; i++) {
            source.signal();
            while (source.isSignalled()) {
                Thread.onSpinWait();
            }
        }
        var done = new CountDownLatch(2);
        one.perform(done::countDown);
        one.wakeUp();
        two.perform(done::countDown);
        two.wakeUp();
        await(done);
        assertEquals(signals, performed.get());
    }

    private Source1 source1(String name, Runnable action) {
        return Source1.create(() -> {
            trace.add(name);
            action.run();
        });
    }

    private Source1 added(RunLoop loop, RunLoopMode mode, String name, Runnable action) {
        Source1 source = source1(name, action);
        loop.add(source, mode);
        return source;
    }

    private Source1 ready(RunLoop loop, RunLoopMode mode, String name) {
        Source1 source = added(loop, mode, name, () -> {});
        source.signal();
        return source;
    }
}
