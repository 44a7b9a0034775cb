package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.Source0;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Loops that wait and serve meanwhile")
class NoDeadlockTest extends PerformTest {
    private static final RunLoopMode REPLY = RunLoopMode.CONNECTION_REPLY;
    private static final RunLoopMode OTHER = RunLoopMode.of("other");

    private static Performer serving(RunLoopThread thread) {
        return Perform.on(thread.thread()).in(RunLoopMode.COMMON, REPLY);
    }

    private static Object resultOf(PerformRequest<?> request) throws Exception {
        return request.future().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void areAskedBackAndAskAThirdOne(ThreadKind kind) throws Exception {
        RunLoopThread t = startLoop(kind);
        RunLoopThread y = startLoop(kind);
        RunLoopThread z = startLoop(kind);
        for (int i = 0; i < 50; i++) {
            assertEquals(
                    "z",
                    resultOf(Perform.onThread(
                            t.thread(),
                            () -> serving(y)
                                    .performAndServe(
                                            REPLY,
                                            () -> serving(t)
                                                    .performAndServe(
                                                            REPLY,
                                                            () -> serving(z).performAndServe(REPLY, () -> "z"))))));
        }
    }

    /** To and fro between two, as deep as one likes: each answer runs above all waits. */
    @ParameterizedTest
    @EnumSource
    void askEachOtherToAnyDepth(ThreadKind kind) throws Exception {
        RunLoopThread a = startLoop(kind);
        RunLoopThread b = startLoop(kind);

        assertEquals(20, resultOf(Perform.onThread(a.thread(), () -> ask(b, a, 20))));
    }

    private static int ask(RunLoopThread other, RunLoopThread self, int depth) {
        return depth == 0 ? 0 : 1 + serving(other).performAndServe(REPLY, () -> ask(self, other, depth - 1));
    }

    /** X waits for what runs above the wait of T, while what T waits for waits for X. */
    @ParameterizedTest
    @EnumSource
    void areNotHeldUpByWhatRunsAboveAWait(ThreadKind kind) throws Exception {
        RunLoopThread t = startLoop(kind);
        RunLoopThread x = startLoop(kind);
        RunLoopThread y = startLoop(kind);
        var serves = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        PerformRequest<?> first = Perform.onThread(
                t.thread(),
                () -> Perform.on(y.thread()).performAndServe(REPLY, () -> {
                    serves.countDown();
                    await(begun);
                    PerformRequest<String> last = Perform.on(x.thread()).perform(() -> "last");
                    goOn.countDown();
                    return last.future().join();
                }));
        await(serves);
        PerformRequest<?> second = Perform.onThread(
                x.thread(),
                () -> Perform.on(t.thread()).in(REPLY).performAndWait(() -> {
                    begun.countDown();
                    await(goOn);
                    return "second";
                }));

        assertEquals("last", resultOf(first));
        assertEquals("second", resultOf(second));
    }

    /** What a callback of the served mode does may be to run the loop in the mode that somebody waits for. */
    @ParameterizedTest
    @EnumSource
    void mayRunTheLoopInAnotherModeMeanwhile(ThreadKind kind) throws Exception {
        RunLoopThread t = startLoop(kind);
        RunLoopThread y = startLoop(kind);
        for (int i = 0; i < 20; i++) {
            Object answer = resultOf(Perform.onThread(
                    t.thread(),
                    () -> Perform.on(y.thread()).performAndServe(REPLY, () -> {
                        Perform.on(t.thread()).in(REPLY).perform(NoDeadlockTest::runInOtherMode);
                        return Perform.on(t.thread()).in(OTHER).performAndWait(() -> "in the other mode");
                    })));
            assertEquals("in the other mode", answer);
        }
    }

    private static void runInOtherMode() {
        Source0 keepsIt = Source0.create(() -> {});
        RunLoop.current().add(keepsIt, OTHER);
        RunLoop.current().runInMode(OTHER, PATIENCE, true);
        keepsIt.invalidate();
    }

    /** A wait with a limit ends by itself, also in the middle of what would be a cycle. */
    @ParameterizedTest
    @EnumSource
    void areNotToldOfACycleWithALimit(ThreadKind kind) throws Exception {
        RunLoopThread t = startLoop(kind);
        RunLoopThread y = startLoop(kind);
        resultOf(Perform.onThread(
                t.thread(),
                () -> assertThrows(
                        TimeoutException.class,
                        () -> Perform.on(y.thread()).performAndServe(REPLY, Duration.ofMillis(20), () -> {
                            Perform.on(t.thread()).performAndWait(() -> {});
                            return null;
                        }))));
        drain(y);
    }

    /** A loop that is ending serves nothing any more, so it holds up what it would have performed. */
    @ParameterizedTest
    @EnumSource
    void areToldIfOneOfThemEndsAndServesNoMore(ThreadKind kind) throws Exception {
        RunLoopThread t = startLoop(kind);
        RunLoopThread y = startLoop(kind);
        var waits = new CountDownLatch(1);
        var outcome = new CompletableFuture<Object>();
        Perform.onThread(t.thread(), () -> {
            try {
                outcome.complete(Perform.on(y.thread()).performAndServe(REPLY, () -> {
                    await(waits);
                    return Perform.on(t.thread()).in(REPLY).performAndWait(() -> "never");
                }));
            } catch (Exception e) {
                outcome.complete(e);
            }
        });
        Perform.on(t.thread()).in(REPLY).perform(() -> {
            t.stop();
            waits.countDown();
        });

        assertTrue(t.awaitTermination(PATIENCE));
        assertInstanceOf(RuntimeException.class, outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        drain(y);
    }

    @ParameterizedTest
    @EnumSource
    void areToldOfADeadlockBehindARequestThatRunsAbove(ThreadKind kind) throws Exception {
        RunLoopThread t = startLoop(kind);
        RunLoopThread y = startLoop(kind);
        Object told = resultOf(Perform.onThread(
                t.thread(),
                () -> serving(y)
                        .performAndServe(
                                REPLY,
                                () -> serving(t)
                                        .performAndServe(
                                                REPLY,
                                                () -> assertThrows(
                                                        DeadlockException.class,
                                                        () -> Perform.on(y.thread())
                                                                .performAndWait(() -> "y serves only that mode"))))));
        assertInstanceOf(DeadlockException.class, told);
    }

    // ---- what is thrown ----

    private static final class Untellable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    @ParameterizedTest
    @EnumSource
    void hearOfAnExceptionThatCannotBeTold(ThreadKind kind) throws Exception {
        RunLoopThread t = startLoop(kind);
        var thrown = new Untellable();
        assertSame(
                thrown,
                caught(() -> Perform.on(t.thread()).performAndWait(() -> {
                    throw thrown;
                })));
        assertSame(
                thrown,
                caught(() -> Perform.on(t.thread()).performAndWait(PATIENCE, () -> {
                    throw thrown;
                })));
        assertSame(
                thrown,
                caught(() -> Perform.on(t.thread()).performAndServe(REPLY, () -> {
                    throw thrown;
                })));
    }

    private interface Call {
        Object call() throws Exception;
    }

    /** Not by assertThrows, which asks it for its message. */
    private static Throwable caught(Call call) {
        try {
            call.call();
        } catch (Throwable e) {
            return e;
        }
        throw new AssertionError("nothing was thrown");
    }

    // ---- limits ----

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0})
    void doNotWaitAtAllForALimitThatIsOver(long seconds) throws Exception {
        RunLoopThread t = startLoop(ThreadKind.PLATFORM);
        var open = block(t);
        var limit = Duration.ofSeconds(seconds);
        assertThrows(TimeoutException.class, () -> Perform.on(t.thread()).performAndWait(limit, () -> 1));
        assertThrows(TimeoutException.class, () -> Perform.on(t.thread()).performAndServe(REPLY, limit, () -> 1));
        open.countDown();
        Perform.onThreadAndWait(t.thread(), () -> resultOf(Perform.afterDelay(limit, () -> {}), t));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE / 2, Long.MAX_VALUE / 1_000_000_000})
    void waitForEverForALimitThatIsNever(long seconds) throws Exception {
        RunLoopThread t = startLoop(ThreadKind.PLATFORM);
        var limit = Duration.ofSeconds(seconds, 999_999_999);
        assertEquals(1, Perform.on(t.thread()).performAndWait(limit, () -> 1));
        assertEquals(1, Perform.on(t.thread()).performAndServe(REPLY, limit, () -> 1));
        Perform.onThreadAndWait(
                t.thread(), () -> assertTrue(Perform.afterDelay(limit, () -> {}).cancel()));
    }

    /** The thread runs its loop until the request is done. */
    private static Object resultOf(PerformRequest<?> request, RunLoopThread self) {
        while (!request.isDone()) {
            self.loop().runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(1), false);
        }
        return request;
    }
}
