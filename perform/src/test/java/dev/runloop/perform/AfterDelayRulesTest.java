package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.RunLoopTimer;
import dev.runloop.test.ThreadKind;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section "afterDelay" of the rules, line by line. */
@DisplayName("A perform after a delay")
class AfterDelayRulesTest extends PerformTest {
    private static final RunLoopMode MODE = RunLoopMode.of("mode of a test");
    private static final RunLoopMode OTHER = RunLoopMode.of("other mode of a test");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Note note = new Note();

    private static RunLoopResult onePass(RunLoop loop, RunLoopMode mode) {
        return loop.runInMode(mode, Duration.ZERO, false);
    }

    private static RunLoopResult onePass(RunLoop loop) {
        return onePass(loop, RunLoopMode.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource
    void neverRunsSynchronouslyNotEvenWithDelayZero(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.afterDelay(Duration.ZERO, Note.WRITE.on(note, "later"));
            note.write("at once");

            onePass(loop);
            assertEquals(List.of("at once", "later"), note.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void ofEqualDueTimesRunsInTheOrderOfTheRequests(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            for (int i = 0; i < 50; i++) {
                Perform.afterDelay(SECOND, Note.WRITE.on(note, "" + i));
            }
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                expected.add("" + i);
            }

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(2), false);
            assertEquals(expected, note.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void thatIsOverdueWithOthersRunsByDueTime(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.afterDelay(Duration.ofMillis(30), Note.WRITE.on(note, "third"));
            Perform.afterDelay(Duration.ofMillis(10), Note.WRITE.on(note, "first"));
            Perform.afterDelay(Duration.ofMillis(20), Note.WRITE.on(note, "second"));
            clock.advance(SECOND);

            onePass(loop);
            assertEquals(List.of("first", "second", "third"), note.lines);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -1_000_000_000, Long.MIN_VALUE})
    void withADelayOfZeroOrLessRunsNow(long seconds) {
        onVirtualTime(ThreadKind.PLATFORM, (loop, clock) -> {
            Perform.afterDelay(Duration.ofSeconds(seconds), Note.WRITE.on(note, "now"));

            onePass(loop);
            assertEquals(List.of("now"), note.lines);
            assertEquals(Duration.ZERO, clock.elapsed());
        });
    }

    @ParameterizedTest
    @EnumSource
    void runsAtItsDateNotBefore(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.afterDelay(
                    SECOND, () -> note.write("after " + clock.elapsed().toMillis()));

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(999), false);
            assertEquals(List.of(), note.lines);
            loop.run();
            assertEquals(List.of("after 1000"), note.lines);
        });
    }

    private void requeue() {
        note.write("again");
        Perform.afterDelay(Duration.ZERO, this::requeue);
    }

    @ParameterizedTest
    @EnumSource
    void thatRequeuesItselfWithZeroStarvesNoTimer(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var fired = new CountDownLatch(1);
        Perform.onThread(target.thread(), () -> {
            requeue();
            target.loop()
                    .add(RunLoopTimer.oneShot(Duration.ofMillis(5), timer -> fired.countDown()), RunLoopMode.DEFAULT);
        });

        await(fired);
    }

    @ParameterizedTest
    @EnumSource
    void thatRequeuesItselfWithZeroDoesNotStarveTheLimitOfTheRun(ThreadKind kind) throws Exception {
        Thread thread = start(kind, () -> {
            requeue();
            assertEquals(
                    RunLoopResult.TIMED_OUT,
                    RunLoop.current().runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(5), false));
        });

        assertTrue(thread.join(PATIENCE));
        assertTrue(note.lines.size() > 1, () -> note.lines.size() + " runs");
    }

    @ParameterizedTest
    @EnumSource
    void inSeveralModesRunsOnce(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.afterDelay(Duration.ZERO, List.of(MODE, OTHER), Note.WRITE.on(note, "once"));

            onePass(loop, OTHER);
            onePass(loop, MODE);
            onePass(loop, OTHER);
            assertEquals(List.of("once"), note.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void waitsWhileItsModeDoesNotRun(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.afterDelay(Duration.ZERO, List.of(MODE), Note.WRITE.on(note, "ran"));
            clock.advance(SECOND);

            onePass(loop);
            assertEquals(List.of(), note.lines);
            onePass(loop, MODE);
            assertEquals(List.of("ran"), note.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void withoutModesIsInTheDefaultMode(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            loop.addCommonMode(MODE);
            Perform.afterDelay(Duration.ZERO, Note.WRITE.on(note, "ran"));

            onePass(loop, MODE);
            assertEquals(List.of(), note.lines);
            onePass(loop);
            assertEquals(List.of("ran"), note.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void mayRunInANestedRunOfItsMode(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.onThread(loop.thread(), () -> {
                onePass(loop);
                note.write("outer");
            });
            Perform.afterDelay(Duration.ZERO, Note.WRITE.on(note, "nested"));

            onePass(loop);
            assertEquals(List.of("nested", "outer"), note.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void answersItsResult(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            note.write("one");
            PerformRequest<Integer> request = Perform.afterDelay(SECOND, Note.COUNT.on(note));

            loop.run();
            assertEquals(1, request.future().resultNow());
        });
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheExceptionHandlerWhatItThrows(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            var exceptions = exceptionsOf(loop);
            var thrown = new IllegalStateException("thrown by a perform");
            Perform.afterDelay(Duration.ZERO, () -> {
                throw thrown;
            });

            onePass(loop);
            assertEquals(List.of(thrown), List.copyOf(exceptions));
        });
    }

    // ---- held and released ----

    private record Held(PerformRequest<?> request, WeakReference<Object> target, WeakReference<Object> argument) {
        void assertHeld() {
            System.gc();
            assertNotNull(target.get());
            assertNotNull(argument.get());
        }

        void awaitRelease() {
            Released.await(target);
            Released.await(argument);
        }
    }

    /** Nothing but the request knows the target and the argument afterwards. */
    private static Held request(Duration delay) {
        var target = new Note();
        var argument = new String("an argument of its own".toCharArray());
        PerformRequest<?> request = Perform.afterDelay(delay, Note.WRITE.on(target, argument));
        return new Held(request, new WeakReference<>(target), new WeakReference<>(argument));
    }

    @ParameterizedTest
    @EnumSource
    void holdsItsTargetAndArgumentUntilItRunsAndReleasesThemThen(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Held held = request(SECOND);
            held.assertHeld();

            loop.run();
            held.awaitRelease();
        });
    }

    @ParameterizedTest
    @EnumSource
    void releasesItsTargetAndArgumentWhenItIsCancelledByItsHandle(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Held held = request(SECOND);
            held.assertHeld();

            held.request.cancel();
            held.awaitRelease();
        });
    }

    @ParameterizedTest
    @EnumSource
    void releasesItsTargetAndArgumentWhenAnotherThreadCancelsItByItsHandle(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Held held = request(SECOND);
            try (var other = Executors.newSingleThreadExecutor()) {
                assertTrue(other.submit(held.request::cancel).get());
            }

            held.awaitRelease(); // the loop has not looked yet
            assertEquals(RunLoopResult.FINISHED, onePass(loop));
        });
    }

    @ParameterizedTest
    @EnumSource
    void releasesItsTargetAndArgumentWhenItIsCancelledByTarget(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Held held = request(SECOND);
            Perform.cancelPreviousPerformRequests(held.target.get());
            held.awaitRelease();
        });
    }

    @ParameterizedTest
    @EnumSource
    void releasesItsTargetAndFailsWhenTheThreadEnds(ThreadKind kind) throws Exception {
        List<Held> held = new ArrayList<>();
        RunLoop[] loop = new RunLoop[1];
        Thread thread = start(kind, () -> {
            loop[0] = RunLoop.current();
            held.add(request(SECOND));
        });
        assertTrue(thread.join(PATIENCE));

        held.getFirst().awaitRelease();
        assertTrue(held.getFirst().request.isDone());
        assertEquals(false, DelayedPerforms.isKeptFor(loop[0]));
    }
}
