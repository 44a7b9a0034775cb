package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("From another thread")
class ForeignThreadTest extends ConcurrentTest {
    private static final RunLoopMode DEFAULT = RunLoopMode.DEFAULT;

    private RunLoop sleepingLoop(ThreadKind kind) {
        RunLoop loop = startLoop(kind).loop();
        Awaitility.await().until(loop::isWaiting);
        return loop;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a source that is signalled with a wake-up is performed on the loop's thread")
    void signalAndWakeUp(ThreadKind kind) throws Exception {
        RunLoop loop = sleepingLoop(kind);
        var performed = new CountDownLatch(1);
        List<Thread> on = new ArrayList<>();
        var source = Source0.create(() -> {
            on.add(Thread.currentThread());
            performed.countDown();
        });
        loop.add(source, DEFAULT);
        source.signalAndWakeUp();
        await(performed);
        assertEquals(List.of(loop.thread()), on);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a source that is signalled and a loop that is woken meet as well")
    void signalThenWakeUp(ThreadKind kind) throws Exception {
        RunLoop loop = sleepingLoop(kind);
        var performed = new CountDownLatch(1);
        var source = Source0.create(performed::countDown);
        loop.add(source, DEFAULT);
        source.signal();
        loop.wakeUp();
        await(performed);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a timer that is added wakes the loop when it is due")
    void addedTimerFires(ThreadKind kind) throws Exception {
        RunLoop loop = sleepingLoop(kind);
        var fired = new CountDownLatch(1);
        loop.add(RunLoopTimer.oneShot(Duration.ofMillis(20), timer -> fired.countDown()), DEFAULT);
        await(fired);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a timer that is moved nearer fires then")
    void movedTimerFires(ThreadKind kind) throws Exception {
        RunLoop loop = sleepingLoop(kind);
        var fired = new CountDownLatch(1);
        RunLoopTimer timer = RunLoopTimer.oneShot(Duration.ofHours(1), self -> fired.countDown());
        loop.add(timer, DEFAULT);
        timer.setNextFire(Duration.ofMillis(5));
        await(fired);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("blocks run in the order of each thread")
    void blocksKeepTheOrderOfEachThread(ThreadKind kind) throws Exception {
        RunLoop loop = sleepingLoop(kind);
        int threads = 4;
        int blocks = 10_000;
        var ran = new CountDownLatch(threads * blocks);
        int[] next = new int[threads]; // the loop's
        var wrong = new ConcurrentLinkedQueue<String>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            start(kind, () -> {
                for (int b = 0; b < blocks; b++) {
                    int block = b;
                    loop.perform(() -> {
                        if (next[thread]++ != block) {
                            wrong.add(thread + ": " + block);
                        }
                        ran.countDown();
                    });
                    loop.wakeUp();
                }
            });
        }
        await(ran);
        assertTrue(wrong.isEmpty(), wrong::toString);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what is added is seen at once, before the loop has looked")
    void membershipIsSeenAtOnce(ThreadKind kind) {
        RunLoop loop = sleepingLoop(kind);
        var mode = RunLoopMode.of("new");
        var source = Source0.create(() -> {});
        loop.add(source, mode);
        assertTrue(loop.contains(source, mode));
        assertEquals(Set.of(DEFAULT, mode), loop.modes());
        loop.remove(source, mode);
        assertFalse(loop.contains(source, mode));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a run is stopped")
    void stop(ThreadKind kind) throws Exception {
        var running = new CountDownLatch(1);
        var results = new ConcurrentLinkedQueue<RunLoopResult>();
        Thread thread = start(kind, () -> {
            RunLoop loop = RunLoop.current();
            loop.add(Source0.create(() -> {}), DEFAULT);
            running.countDown();
            results.add(loop.runInMode(DEFAULT, PATIENCE, false));
        });
        await(running);
        RunLoop loop = RunLoop.of(thread);
        Awaitility.await().until(loop::isWaiting);
        loop.stop();
        thread.join();
        assertEquals(List.of(RunLoopResult.STOPPED), List.copyOf(results));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("running a loop is refused, and both threads are named")
    void runningIsRefused(ThreadKind kind) {
        RunLoop loop = sleepingLoop(kind);
        var refusal = assertThrows(WrongThreadException.class, loop::run);
        assertTrue(refusal.getMessage().contains("\"loop\""), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(Thread.currentThread().getName()), refusal.getMessage());
        assertThrows(WrongThreadException.class, () -> loop.runInMode(DEFAULT, Duration.ZERO, false));
        assertThrows(WrongThreadException.class, () -> loop.nextTimerFireDate(DEFAULT));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("firing a timer that is in a loop by hand is refused")
    void firingIsRefused(ThreadKind kind) {
        RunLoop loop = sleepingLoop(kind);
        RunLoopTimer timer = RunLoopTimer.oneShot(Duration.ofHours(1), self -> {});
        loop.add(timer, DEFAULT);
        assertThrows(WrongThreadException.class, timer::fire);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("items and common modes that are added at the same time find each other")
    void commonItemsMeetCommonModes(ThreadKind kind) throws Exception {
        RunLoop loop = sleepingLoop(kind);
        for (int round = 0; round < 200; round++) {
            var mode = RunLoopMode.of("mode " + round);
            var source = Source0.create(() -> {});
            var go = new CountDownLatch(2);
            Thread adds = start(kind, () -> {
                meet(go);
                loop.add(source, RunLoopMode.COMMON);
            });
            Thread declares = start(kind, () -> {
                meet(go);
                loop.addCommonMode(mode);
            });
            adds.join();
            declares.join();
            assertTrue(loop.contains(source, mode), mode.name());
            source.invalidate();
        }
    }

    private static void meet(CountDownLatch go) throws InterruptedException {
        go.countDown();
        await(go);
    }
}
