package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A perform on a thread that cannot run it")
class EndedThreadTest extends PerformTest {
    private static final int ROUNDS = 200;

    private Thread finished(ThreadKind kind) throws InterruptedException {
        Thread thread = start(kind, () -> {});
        assertTrue(thread.join(PATIENCE));
        return thread;
    }

    @ParameterizedTest
    @EnumSource
    void failsAtOnceIfTheThreadHasEnded(ThreadKind kind) throws Exception {
        Thread ended = finished(kind);

        assertThrows(RunLoopEndedException.class, () -> Perform.onThread(ended, () -> {}));
        assertThrows(RunLoopEndedException.class, () -> Perform.onThreadAndWait(ended, () -> "never"));
        assertThrows(RunLoopEndedException.class, () -> Perform.executor(ended));
    }

    @ParameterizedTest
    @EnumSource
    void failsAtOnceIfTheThreadOfALoopHasEnded(ThreadKind kind) {
        var target = startLoop(kind);
        target.close();

        assertThrows(RunLoopEndedException.class, () -> Perform.onThread(target.thread(), () -> {}));
        assertThrows(RunLoopEndedException.class, () -> Perform.onThreadAndWait(target.thread(), () -> "never"));
    }

    @ParameterizedTest
    @EnumSource
    void isABadArgumentIfTheThreadHasNotStarted(ThreadKind kind) {
        Thread unstarted = kind.thread().unstarted(() -> {});

        assertThrows(IllegalArgumentException.class, () -> Perform.onThread(unstarted, () -> {}));
        assertThrows(IllegalArgumentException.class, () -> Perform.onThreadAndWait(unstarted, () -> "never"));
        assertThrows(IllegalArgumentException.class, () -> Perform.executor(unstarted));
    }

    @ParameterizedTest
    @EnumSource
    void failsForTheWaiterWhenTheThreadOfALoopEnds(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var ran = new AtomicBoolean();
        Thread waiter = start(
                ThreadKind.PLATFORM,
                () -> assertThrows(
                        RunLoopEndedException.class,
                        () -> Perform.onThreadAndWait(target.thread(), Set.of(RunLoopMode.of("never runs")), () -> {
                            ran.set(true);
                            return null;
                        })));
        Awaitility.await().until(() -> waiter.getState() == Thread.State.WAITING);
        target.stop();

        assertTrue(waiter.join(PATIENCE));
        assertFalse(ran.get());
    }

    @ParameterizedTest
    @EnumSource
    void failsForTheWaiterWhenAThreadThatRunsNoLoopEnds(ThreadKind kind) throws Exception {
        var end = new CountDownLatch(1);
        Thread target = start(kind, () -> await(end));
        Thread waiter = start(
                ThreadKind.PLATFORM,
                () -> assertThrows(RunLoopEndedException.class, () -> Perform.onThreadAndWait(target, () -> "never")));
        Awaitility.await().until(() -> waiter.getState() == Thread.State.WAITING);
        end.countDown();

        assertTrue(waiter.join(PATIENCE));
    }

    @ParameterizedTest
    @EnumSource
    void neverHangsHoweverTheEndOfALoopRacesWithIt(ThreadKind kind) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var target = startLoop(kind);
            Thread waiter = start(kind, () -> performUntilItFails(target.thread()));
            target.stop();

            assertTrue(waiter.join(PATIENCE), "round " + round);
        }
    }

    @ParameterizedTest
    @EnumSource
    void neverHangsHoweverTheEndOfAThreadRacesWithIt(ThreadKind kind) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var end = new CountDownLatch(1);
            Thread target = start(kind, () -> await(end));
            Thread waiter = start(kind, () -> performUntilItFails(target));
            end.countDown();

            assertTrue(waiter.join(PATIENCE), "round " + round);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNoErrorIfThePerformItselfHasEndedTheThread(ThreadKind kind) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var target = startLoop(kind);
            var ran = new AtomicBoolean();
            Perform.onThread(target.thread(), () -> {
                ran.set(true);
                target.stop();
            });

            assertTrue(target.awaitTermination(PATIENCE), "round " + round);
            assertTrue(ran.get());
        }
    }

    private static void performUntilItFails(Thread target) {
        assertThrows(RunLoopEndedException.class, () -> {
            while (true) {
                Perform.onThreadAndWait(target, () -> null);
            }
        });
    }
}
