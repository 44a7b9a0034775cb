package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The section "cancelPrevious" of the rules, line by line. */
@DisplayName("To cancel previous requests")
class CancelPreviousRulesTest extends PerformTest {
    private static final RunLoopMode MODE = RunLoopMode.of("mode of a test");
    private static final Duration NOW = Duration.ZERO;

    /** Equal to each other one. */
    private static final class EqualNote extends Note {
        @Override
        public boolean equals(Object other) {
            return other instanceof EqualNote;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    private final Note note = new Note();

    private static RunLoopResult onePass(RunLoop loop) {
        return loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
    }

    private static void write(Note note, String line) {
        Perform.afterDelay(NOW, Note.WRITE.on(note, line));
    }

    @ParameterizedTest
    @EnumSource
    void matchesTheTargetByIdentity(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            var one = new EqualNote();
            var other = new EqualNote();
            write(one, "line");
            write(other, "line");
            Perform.cancelPreviousPerformRequests(one, Note.WRITE, "line");
            write(one, "new");
            Perform.cancelPreviousPerformRequests(other);

            onePass(loop);
            assertEquals(List.of("new"), one.lines);
            assertEquals(List.of(), other.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void matchesAnEqualSelector(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Selector<Note, String, Void> sameName = Selector.of("write", Note::strike);
            write(note, "a");
            Perform.afterDelay(NOW, Note.STRIKE.on(note, "a"));
            Perform.cancelPreviousPerformRequests(note, sameName, "a");

            onePass(loop);
            assertEquals(List.of("-a"), note.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void matchesTheArgumentByEquals(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            write(note, "a");
            write(note, "b");
            Perform.cancelPreviousPerformRequests(note, Note.WRITE, new String("a".toCharArray()));

            onePass(loop);
            assertEquals(List.of("b"), note.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void matchesNullWithNullAlone(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            write(note, "a");
            write(note, null);
            Perform.cancelPreviousPerformRequests(note, Note.WRITE, null);
            onePass(loop);
            assertEquals(List.of("a"), note.lines);

            write(note, null);
            Perform.cancelPreviousPerformRequests(note, Note.WRITE, "a");
            onePass(loop);
            assertEquals(2, note.lines.size());
        });
    }

    @ParameterizedTest
    @EnumSource
    void matchesSelectorsOfAnyArity(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.afterDelay(NOW, Note.RULE.on(note));
            Perform.afterDelay(NOW, Note.JOIN.on(note, "a", "b"));
            Perform.afterDelay(NOW, Note.JOIN.on(note, "a", "c"));
            Perform.cancelPreviousPerformRequests(note, Note.RULE);
            Perform.cancelPreviousPerformRequests(Note.JOIN.on(note, "a", "b"));

            onePass(loop);
            assertEquals(List.of("ac"), note.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void removesAllMatchesInEveryMode(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            for (int i = 0; i < 5; i++) {
                Perform.afterDelay(Duration.ofMillis(5 - i), Note.WRITE.on(note, "a"));
                Perform.afterDelay(NOW, List.of(MODE), Note.WRITE.on(note, "a"));
                Perform.afterDelay(NOW, List.of(RunLoopMode.COMMON), Note.WRITE.on(note, "a"));
            }
            Perform.cancelPreviousPerformRequests(note, Note.WRITE, "a");

            assertEquals(RunLoopResult.FINISHED, onePass(loop));
            assertEquals(RunLoopResult.FINISHED, loop.runInMode(MODE, Duration.ZERO, false));
            assertEquals(List.of(), note.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void byTargetRemovesSelectorsAndLambdas(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Runnable lambda = () -> note.write("lambda");
            write(note, "a");
            Perform.afterDelay(NOW, Note.RULE.on(note));
            Perform.afterDelay(note, NOW, lambda);
            Perform.afterDelay(note, NOW, List.of(MODE), () -> note.write("lambda in a mode"));
            Perform.afterDelay(NOW, lambda);
            Perform.cancelPreviousPerformRequests(note);
            onePass(loop);
            assertEquals(List.of("lambda"), note.lines);

            Perform.afterDelay(NOW, lambda);
            Perform.cancelPreviousPerformRequests(lambda);
            assertEquals(RunLoopResult.FINISHED, onePass(loop));
            assertEquals(RunLoopResult.FINISHED, loop.runInMode(MODE, Duration.ZERO, false));
        });
    }

    @ParameterizedTest
    @EnumSource
    void touchesTheLoopOfTheCallingThreadOnly(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            write(note, "a");
            try (var other = Executors.newSingleThreadExecutor()) {
                other.submit(() -> {
                            Perform.cancelPreviousPerformRequests(note);
                            Perform.cancelPreviousPerformRequests(note, Note.WRITE, "a");
                        })
                        .get();
            }

            onePass(loop);
            assertEquals(List.of("a"), note.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void touchesRequestsWithADelayOnly(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.onThread(loop.thread(), Note.WRITE.on(note, "a"));
            Perform.cancelPreviousPerformRequests(note);
            Perform.cancelPreviousPerformRequests(note, Note.WRITE, "a");

            onePass(loop);
            assertEquals(List.of("a"), note.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void byAHandleRemovesJustThatOne(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            write(note, "a");
            PerformRequest<?> second = Perform.afterDelay(NOW, Note.WRITE.on(note, "a"));
            PerformRequest<?> queued = Perform.onThread(loop.thread(), () -> note.write("queued"));
            Perform.onThread(loop.thread(), () -> note.write("queued"));
            assertTrue(second.cancel());
            assertTrue(queued.cancel());
            assertTrue(second.isCancelled());
            assertTrue(queued.cancel(), "twice is once");

            onePass(loop);
            assertEquals(List.of("queued", "a"), note.lines);
        });
    }

    @Test
    void byAHandleInTheBackgroundComesTooLateOnceItHasBegun() throws Exception {
        var begun = new CountDownLatch(1);
        var open = new CountDownLatch(1);
        PerformRequest<String> request = Perform.inBackground(() -> {
            begun.countDown();
            await(open);
            return "ran";
        });
        await(begun);
        assertFalse(request.cancel());
        open.countDown();

        assertEquals("ran", request.future().get());
    }

    @ParameterizedTest
    @EnumSource
    void whileOneRunsLetsItFinishAndDropsLaterOnes(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            PerformRequest<?>[] first = new PerformRequest<?>[1];
            first[0] = Perform.afterDelay(note, NOW, () -> {
                Perform.cancelPreviousPerformRequests(note);
                assertFalse(first[0].cancel());
                note.write("finished");
            });
            write(note, "later");
            write(note, "later still");

            onePass(loop);
            onePass(loop);
            assertEquals(List.of("finished"), note.lines);
            assertFalse(first[0].isCancelled());
        });
    }

    @ParameterizedTest
    @EnumSource
    void whileOneRunsLetsItBeAskedForAgain(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.afterDelay(note, NOW, () -> {
                Perform.cancelPreviousPerformRequests(note);
                write(note, "again");
            });
            write(note, "dropped");

            onePass(loop);
            onePass(loop);
            assertEquals(List.of("again"), note.lines);
        });
    }
}
