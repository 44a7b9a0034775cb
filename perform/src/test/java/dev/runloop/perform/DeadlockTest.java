package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Loops that wait for each other")
class DeadlockTest extends PerformTest {
    private static final RunLoopMode REPLY = RunLoopMode.CONNECTION_REPLY;

    private final Queue<DeadlockException> found = new ConcurrentLinkedQueue<>();

    private List<RunLoopThread> loops(ThreadKind kind, int count) {
        List<RunLoopThread> loops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            loops.add(startLoop(kind.loopThread().name("loop " + (char) ('a' + i))));
        }
        return loops;
    }

    /** Waits, and notes a cycle that it is told of. */
    private void waitFor(RunLoopThread thread) {
        try {
            Perform.onThreadAndWait(thread.thread(), () -> {});
        } catch (DeadlockException e) {
            found.add(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Each loop waits for the next, at the same time. */
    private void closeCycle(List<RunLoopThread> loops) throws InterruptedException {
        var all = new CountDownLatch(loops.size());
        var done = new CountDownLatch(loops.size());
        for (int i = 0; i < loops.size(); i++) {
            RunLoopThread next = loops.get((i + 1) % loops.size());
            Perform.onThread(loops.get(i).thread(), () -> {
                all.countDown();
                awaitQuietly(all);
                waitFor(next);
                done.countDown();
            });
        }
        await(done);
    }

    @ParameterizedTest
    @EnumSource
    void areToldOfACycleOfAnyLength(ThreadKind kind) throws Exception {
        for (int length = 2; length <= 5; length++) {
            found.clear();
            List<RunLoopThread> loops = loops(kind, length);
            closeCycle(loops);

            assertFalse(found.isEmpty(), "nobody has found the cycle of " + length);
            for (DeadlockException e : found) {
                assertEquals(length, e.threads().size());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void areToldWhichThreadsWait(ThreadKind kind) throws Exception {
        List<RunLoopThread> loops = loops(kind, 2);
        var bWaits = new CountDownLatch(1);
        PerformRequest<?> request = Perform.onThread(loops.getFirst().thread(), () -> {
            awaitQuietly(bWaits);
            awaitBlocked(loops.getLast());
            waitFor(loops.getLast());
        });
        Perform.onThread(loops.getLast().thread(), () -> {
            bWaits.countDown();
            waitFor(loops.getFirst());
        });
        request.future().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        drain(loops.getLast());

        String expected =
                "waiting would never end: \"loop a\" (#%d) waits for \"loop b\" (#%d) waits for \"loop a\" (#%d)"
                        .formatted(
                                loops.getFirst().thread().threadId(),
                                loops.getLast().thread().threadId(),
                                loops.getFirst().thread().threadId());
        assertEquals(1, found.size());
        assertTrue(found.peek().getMessage().startsWith(expected), found.peek().getMessage());
        assertEquals(
                loops.stream().map(RunLoopThread::thread).toList(), found.peek().threads());
    }

    @ParameterizedTest
    @EnumSource
    void goOnOnceOneOfThemHasFailed(ThreadKind kind) throws Exception {
        List<RunLoopThread> loops = loops(kind, 3);
        for (int i = 0; i < 200; i++) {
            closeCycle(loops);
        }
        for (RunLoopThread loop : loops) {
            assertEquals("alive", Perform.onThreadAndWait(loop.thread(), () -> "alive"));
        }
        assertTrue(found.size() >= 200, () -> found.size() + " cycles found");
    }

    @ParameterizedTest
    @EnumSource
    void areToldWhenAWaitIsWithinAPerformThatIsWaitedFor(ThreadKind kind) throws Exception {
        List<RunLoopThread> loops = loops(kind, 2);
        Perform.onThreadAndWait(loops.getFirst().thread(), () -> {
            Perform.onThreadAndWait(loops.getLast().thread(), () -> waitFor(loops.getFirst()));
            return null;
        });

        assertEquals(1, found.size());
    }

    @ParameterizedTest
    @EnumSource
    void areToldIfAThreadInTheBackgroundIsAmongThem(ThreadKind kind) throws Exception {
        RunLoopThread loop = startLoop(kind);
        PerformRequest<?> inBackground = Perform.onThreadAndWait(loop.thread(), () -> {
            PerformRequest<?> request = Perform.inBackground(() -> waitFor(loop));
            try {
                request.future().join();
            } catch (DeadlockException e) {
                found.add(e); // the other one has waited first
            }
            return request;
        });
        inBackground.future().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertFalse(found.isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void areToldIfALoopWaitsForItself(ThreadKind kind) throws Exception {
        RunLoopThread loop = startLoop(kind);
        Perform.onThreadAndWait(loop.thread(), () -> {
            PerformRequest<?> queued = Perform.onThread(loop.thread(), () -> {});
            PerformRequest<?> delayed = Perform.afterDelay(Duration.ZERO, () -> {});
            assertThrows(DeadlockException.class, () -> queued.future().get());
            assertThrows(DeadlockException.class, () -> delayed.future().join());
            assertFalse(queued.isDone(), "it has only been asked");
        });
    }

    @ParameterizedTest
    @EnumSource
    void areNotToldOfAWaitWithALimit(ThreadKind kind) throws Exception {
        List<RunLoopThread> loops = loops(kind, 2);
        Perform.onThreadAndWait(loops.getFirst().thread(), () -> {
            var other = Perform.on(loops.getLast().thread());
            assertThrows(
                    TimeoutException.class,
                    () -> other.performAndWait(Duration.ofMillis(5), () -> {
                        waitFor(loops.getFirst());
                        return null;
                    }));
        });
        drain(loops.getLast());

        assertEquals(0, found.size());
    }

    /** b has run what a waits for, and at once waits for a, which may not have noticed yet. */
    @ParameterizedTest
    @EnumSource
    void areNotToldIfOneOfTheWaitsIsJustOver(ThreadKind kind) throws Exception {
        List<RunLoopThread> loops = loops(kind, 2);
        RunLoopThread a = loops.getFirst();
        RunLoopThread b = loops.getLast();
        for (int i = 0; i < 300; i++) {
            var open = block(b);
            var aWaits = new CountDownLatch(1);
            Perform.onThread(a.thread(), () -> {
                aWaits.countDown();
                waitFor(b);
            });
            await(aWaits);
            awaitBlocked(a);
            PerformRequest<?> next = Perform.onThread(b.thread(), () -> waitFor(a));
            open.countDown();
            next.future().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertEquals(0, found.size());
    }

    /** Waits until a thread that is in a callback waits there. */
    private static void awaitBlocked(RunLoopThread thread) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofNanos(100_000))
                .until(() -> thread.thread().getState() == Thread.State.WAITING);
    }

    // ---- under load ----

    @ParameterizedTest
    @EnumSource
    void neverHangWhateverTheyWaitFor(ThreadKind kind) throws Exception {
        int tasks = 4_000;
        List<RunLoopThread> loops = loops(kind, 4);
        var done = new CountDownLatch(tasks);
        var random = new Random(4711);
        for (int i = 0; i < tasks; i++) {
            List<RunLoopThread> path = new ArrayList<>();
            for (int j = 0; j < 2 + random.nextInt(3); j++) {
                path.add(loops.get(random.nextInt(loops.size())));
            }
            Perform.onThread(path.getFirst().thread(), () -> {
                follow(path, 1);
                done.countDown();
            });
        }

        await(done);
        for (DeadlockException e : found) {
            assertEquals(e.threads().size(), e.threads().stream().distinct().count());
            assertTrue(loops.stream().map(RunLoopThread::thread).toList().containsAll(e.threads()));
        }
    }

    private void follow(List<RunLoopThread> path, int index) {
        if (index == path.size()) {
            return;
        }
        try {
            Perform.onThreadAndWait(path.get(index).thread(), () -> follow(path, index + 1));
        } catch (DeadlockException e) {
            assertEquals(Thread.currentThread(), e.threads().getFirst());
            found.add(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void areNotToldIfTheyWaitInOneDirectionOnly(ThreadKind kind) throws Exception {
        int tasks = 2_000;
        List<RunLoopThread> loops = loops(kind, 4);
        var done = new CountDownLatch(tasks);
        var random = new Random(42);
        for (int i = 0; i < tasks; i++) {
            List<RunLoopThread> path =
                    loops.stream().filter(loop -> random.nextBoolean()).toList();
            if (path.isEmpty()) {
                done.countDown();
                continue;
            }
            Perform.onThread(path.getFirst().thread(), () -> {
                follow(path, 1);
                done.countDown();
            });
        }

        await(done);
        assertEquals(0, found.size());
    }

    // ---- with a mode that is served ----

    @ParameterizedTest
    @EnumSource
    void andServeThatModeAnswerEachOther(ThreadKind kind) throws Exception {
        List<RunLoopThread> loops = loops(kind, 2);
        var both = new CountDownLatch(2);
        var done = new CountDownLatch(2);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            RunLoopThread other = loops.get(1 - i);
            Perform.onThread(loops.get(i).thread(), () -> {
                both.countDown();
                awaitQuietly(both);
                String answer = Perform.on(other.thread())
                        .in(RunLoopMode.COMMON, REPLY)
                        .performAndServe(REPLY, () -> Thread.currentThread().getName());
                synchronized (answers) {
                    answers.add(answer);
                }
                done.countDown();
            });
        }
        await(done);
        answers.sort(null);
        assertEquals(List.of("loop a", "loop b"), answers);
    }

    @ParameterizedTest
    @EnumSource
    void andServeThatModeDoNothingElseMeanwhile(ThreadKind kind) throws Exception {
        List<RunLoopThread> loops = loops(kind, 2);
        RunLoopThread a = loops.getFirst();
        List<String> ran = new ArrayList<>();
        Perform.onThreadAndWait(a.thread(), () -> {
            Perform.onThread(a.thread(), () -> ran.add("common"));
            Perform.on(a.thread()).in(REPLY).perform(() -> ran.add("reply"));
            Perform.on(loops.getLast().thread()).performAndServe(REPLY, () -> {
                Perform.on(a.thread()).in(REPLY).performAndWait(() -> ran.add("reply from b"));
                return null;
            });
            ran.add("after");
        });
        drain(a);

        assertEquals(List.of("reply", "reply from b", "after", "common"), ran);
    }

    @ParameterizedTest
    @EnumSource
    void areToldIfTheModeThatIsServedIsNotThatOfThePerform(ThreadKind kind) throws Exception {
        List<RunLoopThread> loops = loops(kind, 2);
        Perform.onThreadAndWait(loops.getFirst().thread(), () -> {
            Perform.on(loops.getLast().thread()).performAndServe(REPLY, () -> {
                waitFor(loops.getFirst());
                return null;
            });
        });

        assertEquals(1, found.size());
    }

    /** What b waits for has begun, so a does not perform it in the mode that it serves: it is what waits there. */
    @ParameterizedTest
    @EnumSource
    void areToldIfWhatOneWaitsForServesAModeInVain(ThreadKind kind) throws Exception {
        List<RunLoopThread> loops = loops(kind, 2);
        Perform.onThreadAndWait(loops.getLast().thread(), () -> {
            Perform.on(loops.getFirst().thread())
                    .in(RunLoopMode.COMMON, REPLY)
                    .performAndWait(() -> assertThrows(
                            DeadlockException.class,
                            () -> Perform.on(loops.getLast().thread()).performAndServe(REPLY, () -> "never")));
            return null;
        });
    }

    /** The wait that closes the cycle is not a new one, but one that its thread returns to. */
    @ParameterizedTest
    @EnumSource
    void areToldIfAThreadGoesBackToAWaitThatClosesACycle(ThreadKind kind) throws Exception {
        List<RunLoopThread> loops = loops(kind, 3);
        RunLoopThread a = loops.get(0);
        RunLoopThread b = loops.get(1);
        RunLoopThread c = loops.get(2);
        var open = block(c);
        var aWaits = new CountDownLatch(1);
        var bWaits = new CountDownLatch(1);
        exceptionsOf(a.loop());
        PerformRequest<?> request = Perform.onThread(a.thread(), () -> {
            Perform.on(b.thread()).performAndServe(REPLY, () -> {
                // a serves this mode, and in it waits for c.
                Perform.on(a.thread()).in(REPLY).perform(() -> {
                    aWaits.countDown();
                    waitFor(c);
                });
                await(aWaits);
                awaitBlocked(a);
                bWaits.countDown();
                waitFor(a); // waits for c by way of a: no cycle yet
                return null;
            });
        });
        await(bWaits);
        awaitBlocked(b);
        assertEquals(0, found.size());
        open.countDown();

        // a is told, and leaves b, which a can serve then.
        var failure = assertThrows(Exception.class, () -> request.future().get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(DeadlockException.class, failure.getCause().getClass());
        drain(b);
    }

    @ParameterizedTest
    @EnumSource
    void andServeAModeKeepAnInterruptForLater(ThreadKind kind) throws Exception {
        List<RunLoopThread> loops = loops(kind, 2);
        boolean interrupted = Perform.onThreadAndWait(loops.getFirst().thread(), () -> {
            Thread self = Thread.currentThread();
            Perform.on(loops.getLast().thread()).performAndServe(REPLY, () -> {
                self.interrupt();
                return null;
            });
            return Thread.interrupted();
        });

        assertTrue(interrupted);
    }

    @ParameterizedTest
    @EnumSource
    void andServeAModeForAWhileGiveUpThen(ThreadKind kind) throws Exception {
        List<RunLoopThread> loops = loops(kind, 2);
        var open = block(loops.getLast());
        Perform.onThreadAndWait(
                loops.getFirst().thread(),
                () -> assertThrows(
                        TimeoutException.class,
                        () -> Perform.on(loops.getLast().thread())
                                .performAndServe(REPLY, Duration.ofMillis(5), () -> "late")));
        open.countDown();

        assertEquals(
                "in time",
                Perform.onThreadAndWait(
                        loops.getFirst().thread(),
                        () -> Perform.on(loops.getLast().thread()).performAndServe(REPLY, PATIENCE, () -> "in time")));
    }

    @ParameterizedTest
    @EnumSource
    void andServeAModeStillGetTheirAnswerWhenTheirOwnLoopEnds(ThreadKind kind) throws Exception {
        List<RunLoopThread> loops = loops(kind, 2);
        var open = block(loops.getLast());
        var answers = new ConcurrentLinkedQueue<String>();
        Perform.onThread(loops.getFirst().thread(), () -> {
            loops.getFirst().stop();
            answers.add(Perform.on(loops.getLast().thread()).performAndServe(REPLY, () -> "answer"));
        });
        Awaitility.await().until(() -> loops.getFirst().thread().getState() == Thread.State.WAITING);
        open.countDown();

        assertTrue(loops.getFirst().awaitTermination(PATIENCE));
        assertEquals(List.of("answer"), List.copyOf(answers));
    }
}
