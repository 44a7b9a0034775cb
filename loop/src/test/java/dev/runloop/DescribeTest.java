package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The description of a loop")
class DescribeTest extends LoopTest {

    @Test
    @DisplayName("reads as that of CFRunLoop does")
    void text() throws Exception {
        onLoop(loop -> {
            loop.add(Source0.create(-1, new Callbacks0()), RunLoopMode.COMMON);
            Source1 source1 = Source1.create(new Callbacks1());
            loop.add(source1, MODE);
            source1.signal();
            var observer = RunLoopObserver.create(
                    Set.of(RunLoopActivity.EXIT), false, 2_000, (self, activity) -> trace.add("called"));
            loop.add(observer, MODE);
            loop.add(timer("timer", 1_500, 3_000, () -> {}), MODE);
            loop.perform(OTHER, () -> {});
            String observing = observer.callee().getClass().getName().replaceAll("/0x.*", "");
            String timing = LoopTest.class.getName() + "$$Lambda";
            assertEquals("""
                RunLoop {
                    thread = test
                    state = not running
                    current mode = none
                    runs =\s
                    common modes = { kCFRunLoopDefaultMode }
                    common mode items = {
                        Source0 { order = -1, signalled = No, callout = dev.runloop.DescribeTest$Callbacks0 }
                    }
                    modes {
                        kCFRunLoopDefaultMode {
                            sources0 = {
                                Source0 { order = -1, signalled = No, callout = dev.runloop.DescribeTest$Callbacks0 }
                            }
                            sources1 = { }
                            observers = { }
                            timers = { }
                        }
                        test {
                            sources0 = { }
                            sources1 = {
                                Source1 { order = 0, signalled = Yes, callout = dev.runloop.DescribeTest$Callbacks1 }
                            }
                            observers = {
                                Observer { order = 2000, activities = EXIT, repeats = No, callout = %s }
                            }
                            timers = {
                                Timer { firing = No, interval = PT3S, tolerance = PT0S, fires in PT1.5S, callout = %s }
                            }
                        }
                    }
                    blocks = 1, pending changes = 0
                    passes = 0, sleeps = 0, useful wake-ups = 0
                    called: sources = 0, timers = 0, blocks = 0, observations = 0, tasks = 0
                    busy = PT0S, asleep = PT0S
                    queued = 1, at most = 0
                    timers late: median = PT0S, p99 = PT0S, at most = PT0S
                    longest callout = PT0S
                }\
                """.formatted(observing, timing), loop.describe().toString());
        });
    }

    @Test
    @DisplayName("shows how runs are nested, and which timer fires")
    void nesting() throws Exception {
        onLoop(loop -> {
            loop.add(
                    timer("timer", 0, 0, () -> {
                        keep(loop, OTHER);
                        at(loop, OTHER, Set.of(RunLoopActivity.ENTRY), () -> {
                            RunLoopDescription inside = loop.describe();
                            assertEquals(List.of(MODE, OTHER), inside.runs());
                            assertTrue(timerOf(inside).firing());
                            trace.add("described");
                        });
                        poll(loop, OTHER);
                    }),
                    MODE);
            poll(loop, MODE);
            assertEquals(List.of("timer@0", "described"), trace);
        });
    }

    private static RunLoopDescription.Timer timerOf(RunLoopDescription description) {
        return description.modes().stream()
                .flatMap(mode -> mode.items().stream())
                .filter(RunLoopDescription.Timer.class::isInstance)
                .map(RunLoopDescription.Timer.class::cast)
                .findAny()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("can be had while the loop is stuck in a callback")
    void ofAStuckLoop(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        var stuck = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        loop.perform(() -> {
            stuck.countDown();
            try {
                await(goOn);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        loop.wakeUp();
        await(stuck);
        loop.perform(() -> {});
        RunLoopDescription description = loop.describe();
        goOn.countDown();
        assertEquals(List.of(RunLoopMode.DEFAULT), description.runs());
        assertEquals("running in " + RunLoopMode.DEFAULT, description.state());
        assertEquals(1, description.pendingChanges());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("can be had while everything changes")
    void ofALoopThatChanges(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        var stays = RunLoopObserver.create(Set.of(RunLoopActivity.EXIT), (self, activity) -> {});
        var enough = new AtomicBoolean();
        var begun = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        loop.perform(() -> {
            loop.add(stays, RunLoopMode.DEFAULT);
            begun.countDown();
            while (!enough.get()) {
                comeAndGo(loop);
            }
            ended.countDown();
        });
        loop.wakeUp();
        await(begun);
        try {
            for (int i = 0; i < 2_000; i++) {
                String description = loop.describe().toString();
                assertTrue(description.contains("Observer"), "an observer that stays is not there: " + description);
            }
        } finally {
            enough.set(true);
        }
        await(ended);
    }

    private static void comeAndGo(RunLoop loop) {
        var sources = new Source0[20];
        var timers = new RunLoopTimer[20];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = Source0.create(() -> {});
            timers[i] = RunLoopTimer.oneShot(Duration.ofHours(i + 1), timer -> {});
            loop.add(sources[i], RunLoopMode.DEFAULT);
            loop.add(timers[i], RunLoopMode.DEFAULT);
        }
        for (int i = 0; i < sources.length; i++) {
            sources[i].invalidate();
            timers[i].invalidate();
        }
    }

    @Test
    @DisplayName("counts what the loop has done")
    void metrics() throws Exception {
        onLoop(loop -> {
            signalled(loop, MODE, "source", () -> {});
            timer(loop, MODE, "timer", 5, 5);
            at(loop, MODE, Set.of(RunLoopActivity.ENTRY), () -> {});
            loop.perform(MODE, () -> {});
            runFor(loop, MODE, 11);
            RunLoopMetrics metrics = loop.metrics();
            assertEquals(4, metrics.passes());
            assertEquals(3, metrics.sleeps());
            assertEquals(1, metrics.sources());
            assertEquals(2, metrics.timers());
            assertEquals(1, metrics.blocks());
            assertEquals(1, metrics.observations());
        });
    }

    @Test
    @DisplayName("counts one wake-up for two timers with tolerance, and two for two without")
    void toleranceSharesWakeUps() throws Exception {
        onLoop(loop -> {
            RunLoopTimer[] timers = {timer("a", 10, 0, () -> {}), timer("b", 12, 0, () -> {})};
            for (RunLoopTimer timer : timers) {
                timer.setTolerance(Duration.ofMillis(5));
                loop.add(timer, MODE);
            }
            runFor(loop, MODE, 1_000); // finishes with its last timer
            assertEquals(1, loop.metrics().sleeps());
            timer(loop, MODE, "a", 10, 0);
            timer(loop, MODE, "b", 12, 0);
            runFor(loop, MODE, 1_000);
            assertEquals(1 + 2, loop.metrics().sleeps());
        });
    }

    private static final class Callbacks0 implements Source0.Callbacks {
        @Override
        public void perform() {}
    }

    private static final class Callbacks1 implements Source1.Callbacks {
        @Override
        public void perform() {}
    }
}
