package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The section "onThread / onMainThread" of the rules, line by line. */
@DisplayName("A perform on a thread")
class OnThreadRulesTest extends PerformTest {
    private static final RunLoopMode MODE = RunLoopMode.of("mode of a test");
    private static final Duration BRIEF = Duration.ofMillis(1);

    private final Note note = new Note();

    private static RunLoopResult onePass(RunLoop loop, RunLoopMode mode) {
        return loop.runInMode(mode, Duration.ZERO, false);
    }

    private static RunLoopResult onePass(RunLoop loop) {
        return onePass(loop, RunLoopMode.DEFAULT);
    }

    // ---- with and without waiting ----

    @ParameterizedTest
    @EnumSource
    void withWaitFromAnotherThreadReturnsAfterItRan(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        Perform.onThreadAndWait(target.thread(), Note.WRITE.on(note, "ran"));

        assertEquals(List.of("ran"), note.lines);
        assertEquals(1, Perform.onThreadAndWait(target.thread(), Note.COUNT.on(note)));
    }

    @ParameterizedTest
    @EnumSource
    void withoutWaitReturnsBeforeItRuns(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var open = block(target);
        PerformRequest<?> request = Perform.onThread(target.thread(), Note.WRITE.on(note, "ran"));

        assertFalse(request.isDone());
        open.countDown();
        request.future().get();
        assertEquals(List.of("ran"), note.lines);
    }

    @ParameterizedTest
    @EnumSource
    void withWaitGivesResultOrExceptionToTheCaller(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var thrown = new IllegalStateException("thrown by a perform");

        assertEquals("result", Perform.onThreadAndWait(target.thread(), () -> "result"));
        assertSame(
                thrown,
                assertThrows(
                        IllegalStateException.class,
                        () -> Perform.onThreadAndWait(target.thread(), () -> {
                            throw thrown;
                        })));
    }

    @ParameterizedTest
    @EnumSource
    void toTheOwnThreadWithWaitRunsAtOnceIgnoringModesOvertakingWhatIsQueued(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.onThread(loop.thread(), Note.WRITE.on(note, "queued"));
            Perform.onThreadAndWait(loop.thread(), List.of(MODE), Note.WRITE.on(note, "at once"));
            Perform.on(loop.thread()).performAndWait(Duration.ZERO, Note.WRITE.on(note, "with a limit"));
            Perform.on(loop.thread()).performAndServe(MODE, Note.WRITE.on(note, "with a mode"));

            onePass(loop);
            assertEquals(List.of("at once", "with a limit", "with a mode", "queued"), note.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void toTheOwnThreadWithoutWaitIsQueued(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.onThread(loop.thread(), Note.WRITE.on(note, "queued"));
            note.write("first");

            onePass(loop);
            assertEquals(List.of("first", "queued"), note.lines);
        });
    }

    // ---- modes ----

    @ParameterizedTest
    @EnumSource
    void withoutModesIsInTheCommonModes(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            loop.addCommonMode(MODE);
            Perform.onThread(loop.thread(), Note.WRITE.on(note, "in a common mode"));

            onePass(loop, MODE);
            assertEquals(List.of("in a common mode"), note.lines);
        });
    }

    @Test
    void withAnEmptySetOfModesIsAnError() {
        Thread here = Thread.currentThread();

        assertThrows(IllegalArgumentException.class, () -> Perform.onThread(here, List.of(), () -> {}));
        assertThrows(IllegalArgumentException.class, () -> Perform.onThreadAndWait(here, List.of(), () -> {}));
        assertThrows(IllegalArgumentException.class, () -> Perform.on(here).in());
        assertThrows(IllegalArgumentException.class, () -> Perform.afterDelay(Duration.ZERO, List.of(), () -> {}));
    }

    @ParameterizedTest
    @EnumSource
    void inAModeThatIsNotRunningWaits(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.onThread(loop.thread(), List.of(MODE), Note.WRITE.on(note, "ran"));
            onePass(loop);
            assertEquals(List.of(), note.lines);

            onePass(loop, MODE);
            assertEquals(List.of("ran"), note.lines);
        });
    }

    // ---- order and passes ----

    @ParameterizedTest
    @EnumSource
    void isFifoPerSender(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        for (int i = 0; i < 1_000; i++) {
            Perform.onThread(target.thread(), Note.WRITE.on(note, "" + i));
        }
        drain(target);

        assertEquals(IntStream.range(0, 1_000).mapToObj(i -> "" + i).toList(), note.lines);
    }

    @ParameterizedTest
    @EnumSource
    void queuedWhenThePassStartsRunsInThatOnePassWhatItQueuesInALaterOne(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            for (int i = 0; i < 3; i++) {
                String line = "" + i;
                Perform.onThread(loop.thread(), () -> {
                    note.write(line);
                    Perform.onThread(loop.thread(), Note.WRITE.on(note, "from " + line));
                });
            }

            onePass(loop);
            assertEquals(List.of("0", "1", "2"), note.lines);
            onePass(loop);
            assertEquals(List.of("0", "1", "2", "from 0", "from 1", "from 2"), note.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void runsBeforeAfterDelayPerformsThatAreDueAtTheSameMoment(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.afterDelay(Duration.ZERO, Note.WRITE.on(note, "after delay"));
            clock.advance(BRIEF);
            Perform.onThread(loop.thread(), Note.WRITE.on(note, "on thread"));

            onePass(loop);
            assertEquals(List.of("on thread", "after delay"), note.lines);
        });
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheLoopAliveAndIsRunByALoopThatRunsLater(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            assertEquals(RunLoopResult.FINISHED, onePass(loop));
            Perform.onThread(loop.thread(), Note.WRITE.on(note, "ran"));

            assertEquals(RunLoopResult.TIMED_OUT, onePass(loop));
            assertEquals(List.of("ran"), note.lines);
            assertEquals(RunLoopResult.FINISHED, onePass(loop));
        });
    }

    @ParameterizedTest
    @EnumSource
    void withAnOrderRunsByAscendingOrderFifoAmongEqualsOnceInOnePassBeforeTimers(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            var performer = Perform.on(loop.thread());
            Perform.afterDelay(Duration.ZERO, Note.WRITE.on(note, "timer"));
            clock.advance(BRIEF);
            for (int order : List.of(3, -1, 2, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
                performer.ordered(order).perform(Note.WRITE.on(note, order + " first"));
                performer.ordered(order).perform(Note.WRITE.on(note, order + " second"));
            }

            onePass(loop);
            assertEquals(
                    List.of(
                            "-2147483648 first",
                            "-2147483648 second",
                            "-1 first",
                            "-1 second",
                            "2 first",
                            "2 second",
                            "3 first",
                            "3 second",
                            "2147483647 first",
                            "2147483647 second",
                            "timer"),
                    note.lines);
            onePass(loop);
            assertEquals(11, note.lines.size());
        });
    }

    // ---- ends ----

    @ParameterizedTest
    @EnumSource
    void onAFinishedThreadIsAnErrorAtOnceForBothKinds(ThreadKind kind) {
        var target = startLoop(kind);
        target.close();

        assertThrows(RunLoopEndedException.class, () -> Perform.onThread(target.thread(), Note.RULE.on(note)));
        assertThrows(RunLoopEndedException.class, () -> Perform.onThreadAndWait(target.thread(), Note.RULE.on(note)));
    }

    @ParameterizedTest
    @EnumSource
    void whoseThreadEndsWhileACallerWaitsGivesTheWaiterAnError(ThreadKind kind) throws Exception {
        var end = new CountDownLatch(1);
        Thread target = start(kind, () -> await(end));
        Thread waiter = start(
                kind,
                () -> assertThrows(
                        RunLoopEndedException.class, () -> Perform.onThreadAndWait(target, Note.RULE.on(note))));
        Awaitility.await().until(() -> waiter.getState() == Thread.State.WAITING);
        end.countDown();

        assertTrue(waiter.join(PATIENCE));
    }

    @ParameterizedTest
    @EnumSource
    void whoseThreadEndsFailsInItsFutureIfNobodyWaits(ThreadKind kind) throws Exception {
        var end = new CountDownLatch(1);
        Thread target = start(kind, () -> await(end));
        PerformRequest<?> request = Perform.onThread(target, Note.RULE.on(note));
        end.countDown();

        Awaitility.await().until(request::isDone);
        assertTrue(request.future()
                .handle((result, e) -> e.getCause() instanceof RunLoopEndedException)
                .get());
    }

    @ParameterizedTest
    @EnumSource
    void onAThreadThatNeverRunsItsLoopStaysQueuedAndAWaiterCanGiveALimit(ThreadKind kind) throws Exception {
        var end = new CountDownLatch(1);
        Thread target = start(kind, () -> await(end));
        PerformRequest<?> queued = Perform.onThread(target, Note.RULE.on(note));

        assertThrows(
                TimeoutException.class, () -> Perform.on(target).performAndWait(BRIEF, Note.WRITE.on(note, "late")));
        assertFalse(queued.isDone());
        end.countDown();
        Awaitility.await().until(queued::isDone);
        assertEquals(List.of(), note.lines);
    }

    @ParameterizedTest
    @EnumSource
    void whoseWaitIsOverDoesNotRun(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var open = block(target);
        var message = assertThrows(
                TimeoutException.class,
                () -> Perform.on(target.thread()).performAndWait(BRIEF, Note.WRITE.on(note, "late")));
        assertEquals("\"loop\" has not begun a perform within PT0.001S", message.getMessage());
        open.countDown();

        drain(target);
        assertEquals(List.of(), note.lines);
    }

    @ParameterizedTest
    @EnumSource
    void whoseWaitIsOverGoesOnIfItHasBegun(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var begun = new CountDownLatch(1);
        var open = new CountDownLatch(1);
        Thread waiter = start(kind, () -> {
            var message = assertThrows(
                    TimeoutException.class,
                    () -> Perform.on(target.thread()).performAndWait(Duration.ofMillis(50), () -> {
                        begun.countDown();
                        await(open);
                        return note.lines.add("ran");
                    }));
            assertTrue(message.getMessage().contains(begun.getCount() == 0 ? "ended" : "begun"));
        });
        assertTrue(waiter.join(PATIENCE));
        open.countDown();
        drain(target);

        assertEquals(begun.getCount() == 0 ? List.of("ran") : List.of(), note.lines);
    }

    @ParameterizedTest
    @EnumSource
    void withALimitThatSufficesAnswersItsResult(ThreadKind kind) throws Exception {
        var target = startLoop(kind);

        assertEquals("result", Perform.on(target.thread()).performAndWait(PATIENCE, () -> "result"));
        assertThrows(
                IllegalStateException.class,
                () -> Perform.on(target.thread()).performAndWait(PATIENCE, () -> {
                    throw new IllegalStateException("thrown by a perform");
                }));
    }

    // ---- exceptions ----

    @ParameterizedTest
    @EnumSource
    void thatThrowsAndIsNotWaitedForTellsTheExceptionHandlerAndTheBatchGoesOn(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            var exceptions = exceptionsOf(loop);
            var thrown = new Exception("a checked one");
            PerformRequest<?> request = Perform.onThread(loop.thread(), () -> {
                throw thrown;
            });
            Perform.onThread(loop.thread(), Note.WRITE.on(note, "next"));

            onePass(loop);
            assertEquals(List.of(thrown), List.copyOf(exceptions));
            assertEquals(List.of("next"), note.lines);
            assertTrue(request.future().isCompletedExceptionally());
        });
    }

    @ParameterizedTest
    @EnumSource
    void thatThrowsAndWhoseFutureIsInUseTellsTheFutureOnly(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            var exceptions = exceptionsOf(loop);
            var told = Perform.onThread(loop.thread(), () -> {
                        throw new IllegalStateException("thrown by a perform");
                    })
                    .future()
                    .handle((result, e) -> e.getCause().getMessage());

            onePass(loop);
            assertEquals("thrown by a perform", told.get());
            assertEquals(List.of(), List.copyOf(exceptions));
        });
    }

    // ---- the handle, the background ----

    @ParameterizedTest
    @EnumSource
    void thatIsCancelledByAnyThreadDoesNotRunAndLetsTheLoopFinish(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            PerformRequest<?> request = Perform.onThread(loop.thread(), Note.RULE.on(note));
            assertTrue(Perform.inBackground(request::cancel).future().get());

            assertEquals(RunLoopResult.FINISHED, onePass(loop));
            assertThrows(CancellationException.class, () -> request.future().get());
            assertTrue(request.cancel());
        });
    }

    @ParameterizedTest
    @EnumSource
    void whoseFutureIsCompletedByOthersDoesNotRun(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            var ran = new AtomicBoolean();
            PerformRequest<Boolean> request = Perform.onThread(loop.thread(), () -> ran.getAndSet(true));
            request.future().complete(false);

            onePass(loop);
            assertFalse(ran.get());
            assertFalse(request.future().get());
        });
    }

    @Test
    void inTheBackgroundRunsOnAVirtualThread() throws Exception {
        List<Thread> ranOn = new ArrayList<>();
        Perform.inBackground(() -> ranOn.add(Thread.currentThread()))
                .future()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertTrue(ranOn.getFirst().isVirtual());
        assertEquals("t", Perform.inBackground(() -> "t").future().get());
    }
}
