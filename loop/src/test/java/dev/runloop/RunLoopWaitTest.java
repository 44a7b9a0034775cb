package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A wait that serves a mode")
class RunLoopWaitTest extends LoopTest {
    private final AtomicBoolean done = new AtomicBoolean();

    /** A condition that notes each evaluation, and does not hold. */
    private boolean look() {
        trace.add("look");
        return false;
    }

    private void noteRun(RunLoopWait wait) {
        trace.add(wait.isInnermost() ? "outermost" : "inner");
    }

    @Test
    @DisplayName("looks at the end of a pass and before it sleeps, and a run nested in its callbacks does not")
    void looksInTheOutermostRun() throws Exception {
        onLoop(loop -> {
            var wait = new RunLoopWait(MODE);
            signalled(loop, MODE, "nested", () -> {
                noteRun(wait);
                signalled(loop, MODE, "within", () -> noteRun(wait));
                runFor(loop, MODE, 1); // sleeps
                trace.add("end of nested");
            });
            wait.until(this::look, Duration.ofMillis(2));
            int nested = trace.indexOf("nested");
            assertEquals(
                    List.of("nested", "outermost", "within", "inner", "end of nested", "look"),
                    trace.subList(nested, nested + 6));
            assertFalse(wait.isInnermost());
        });
    }

    @Test
    @DisplayName("may begin within a run of the same mode")
    void beginsWithinARun() throws Exception {
        onLoop(loop -> {
            var wait = new RunLoopWait(MODE);
            signalled(loop, MODE, "around", () -> {
                noteRun(wait);
                signalled(loop, MODE, "within", () -> noteRun(wait));
                wait.until(this::look, Duration.ofMillis(1));
            });
            runFor(loop, MODE, 2);
            trace.removeIf("look"::equals);
            assertEquals(List.of("around", "inner", "within", "outermost"), trace);
        });
    }

    @Test
    @DisplayName("can be used again, also after a wait that began in a run that has ended")
    void waitsAgain() throws Exception {
        onLoop(loop -> {
            var wait = new RunLoopWait(MODE);
            signalled(loop, MODE, "around", () -> wait.until(this::look, Duration.ZERO));
            runFor(loop, MODE, 1);
            trace.clear();
            assertEquals(RunLoopWait.Result.TIMED_OUT, wait.until(this::look, Duration.ofMillis(1)));
            assertTrue(trace.contains("look"), trace::toString);
        });
    }

    @Test
    @DisplayName("ends although a nested run has used up its signal")
    void survivesALostSignal() throws Exception {
        onLoop(loop -> {
            var wait = new RunLoopWait(MODE);
            signalled(loop, MODE, "nested", () -> {
                done.set(true);
                wait.signal();
                assertEquals(RunLoopResult.HANDLED_SOURCE, loop.runInMode(MODE, LONG, true));
            });
            assertEquals(RunLoopWait.Result.DONE, wait.until(done::get));
        });
    }

    @Test
    @DisplayName("ends without a signal if the condition becomes true on its own thread")
    void noticesWhatItsObserversDo() throws Exception {
        onLoop(loop -> {
            at(loop, MODE, EnumSet.of(RunLoopActivity.BEFORE_WAITING), () -> done.set(true));
            assertEquals(RunLoopWait.Result.DONE, new RunLoopWait(MODE).until(done::get));
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is ended by a signal of another thread, in real time")
    void isSignalled(ThreadKind kind) throws Exception {
        var waits = new CompletableFuture<RunLoopWait>();
        var result = new CompletableFuture<RunLoopWait.Result>();
        Thread waiting = start(kind, () -> {
            var wait = new RunLoopWait(MODE);
            waits.complete(wait);
            result.complete(wait.until(done::get, PATIENCE));
        });
        RunLoopWait wait = waits.get();
        done.set(true);
        wait.signal();
        assertEquals(RunLoopWait.Result.DONE, result.get());
        waiting.join();
    }

    @Test
    @DisplayName("returns at once, without a pass, if the condition holds")
    void needsNoPass() throws Exception {
        onLoop(loop -> {
            signalled(loop, MODE, "source", () -> {});
            assertEquals(RunLoopWait.Result.DONE, new RunLoopWait(MODE).until(() -> true));
            assertEquals(List.of(), trace);
        });
    }

    @Test
    @DisplayName("makes one pass if there is no time to wait")
    void looksOnceWithoutTime() throws Exception {
        onLoop(loop -> {
            signalled(loop, MODE, "source", () -> {});
            assertEquals(RunLoopWait.Result.TIMED_OUT, new RunLoopWait(MODE).until(() -> false, Duration.ZERO));
            assertEquals(List.of("source"), trace);
            signalled(loop, MODE, "done", () -> done.set(true));
            assertEquals(RunLoopWait.Result.DONE, new RunLoopWait(MODE).until(done::get, Duration.ofNanos(-1)));
        });
    }

    @Test
    @DisplayName("can be stopped, and says so unless it is done")
    void isStopped() throws Exception {
        onLoop(loop -> {
            var wait = new RunLoopWait(MODE);
            signalled(loop, MODE, "stop", loop::stop);
            assertEquals(RunLoopWait.Result.STOPPED, wait.until(done::get));
            signalled(loop, MODE, "stop", () -> {
                loop.stop();
                done.set(true);
            });
            assertEquals(RunLoopWait.Result.DONE, wait.until(done::get));
        });
    }

    @Test
    @DisplayName("says that its loop is ending, or has ended")
    void isToldOfTheEnd() throws Exception {
        onLoop(loop -> {
            var wait = new RunLoopWait(MODE);
            signalled(loop, MODE, "end", loop::stopAll);
            assertEquals(RunLoopWait.Result.LOOP_ENDING, wait.until(done::get));
            assertEquals(RunLoopWait.Result.LOOP_ENDING, wait.until(done::get));
            loop.discard();
            assertEquals(RunLoopWait.Result.LOOP_ENDING, wait.until(done::get));
        });
    }

    @Test
    @DisplayName("throws what the condition throws, and leaves nothing in the mode")
    void throwsOn() throws Exception {
        onLoop(loop -> {
            var wait = new RunLoopWait(MODE);
            var failure = new IllegalStateException("condition");
            assertSame(
                    failure,
                    assertThrows(
                            IllegalStateException.class,
                            () -> wait.until(() -> {
                                if (wait.isInnermost()) {
                                    throw failure;
                                }
                                return false;
                            })));
            assertEquals(RunLoopResult.FINISHED, poll(loop, MODE));
            assertEquals(RunLoopWait.Result.TIMED_OUT, wait.until(done::get, Duration.ZERO));
        });
    }

    @Test
    @DisplayName("is refused where it makes no sense")
    void isRefused() throws Exception {
        onLoop(loop -> {
            assertThrows(IllegalArgumentException.class, () -> new RunLoopWait(RunLoopMode.COMMON));
            var wait = new RunLoopWait(MODE);
            signalled(
                    loop, MODE, "again", () -> assertThrows(IllegalStateException.class, () -> wait.until(() -> true)));
            assertEquals(RunLoopWait.Result.TIMED_OUT, wait.until(() -> false, Duration.ZERO));
            var elsewhere = Thread.ofVirtual()
                    .start(() -> assertThrows(WrongThreadException.class, () -> wait.until(() -> true)));
            elsewhere.join();
        });
    }
}
