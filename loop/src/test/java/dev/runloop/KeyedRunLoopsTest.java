package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import dev.runloop.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A loop for each key")
class KeyedRunLoopsTest extends ConcurrentTest {
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofHours(1);

    private KeyedRunLoops<String> loops(ThreadKind kind, Duration idleTime) {
        return closing(builder(kind).idleTime(idleTime).start());
    }

    private static KeyedRunLoops.Builder builder(ThreadKind kind) {
        return kind == ThreadKind.PLATFORM ? KeyedRunLoops.ofPlatform() : KeyedRunLoops.ofVirtual();
    }

    private static void hold(CountDownLatch latch) {
        try {
            await(latch);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("runs the blocks of its key in their order, and is the current loop there")
    void runsBlocksInOrder(ThreadKind kind) throws Exception {
        KeyedRunLoops<String> loops = loops(kind, LONG);
        List<Integer> ran = new CopyOnWriteArrayList<>();
        Set<RunLoop> seen = ConcurrentHashMap.newKeySet();
        var done = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            int number = i;
            loops.perform("key", () -> {
                ran.add(number);
                seen.add(RunLoop.current());
                done.countDown();
            });
        }
        await(done);

        assertEquals(IntStream.range(0, 100).boxed().toList(), ran);
        assertEquals(Set.of(loops.loop("key").orElseThrow()), seen);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is another one for another key")
    void isAnotherForAnotherKey(ThreadKind kind) {
        KeyedRunLoops<String> loops = loops(kind, LONG);
        loops.perform("one", () -> {});
        loops.perform("two", () -> {});

        assertNotSame(loops.loop("one").orElseThrow(), loops.loop("two").orElseThrow());
        assertEquals(2, loops.size());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("ends when it has been idle, and leaves nothing behind")
    void endsWhenIdle(ThreadKind kind) {
        KeyedRunLoops<String> loops = loops(kind, SHORT);
        loops.perform("key", () -> {});
        RunLoop loop = loops.loop("key").orElse(null);

        Awaitility.await().until(() -> loops.size() == 0);
        assertTrue(loop == null || loop.hasEnded());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("stays while a timer is in it")
    void staysForATimer(ThreadKind kind) throws Exception {
        KeyedRunLoops<String> loops = loops(kind, Duration.ofMillis(1));
        var timer = new AtomicReference<RunLoopTimer>();
        var fired = new CountDownLatch(20);
        loops.perform("key", () -> {
            timer.set(RunLoopTimer.repeating(Duration.ofMillis(5), _ -> fired.countDown()));
            RunLoop.current().add(timer.get(), RunLoopMode.DEFAULT);
        });
        await(fired);
        assertEquals(1, loops.size());

        timer.get().invalidate();
        Awaitility.await().until(() -> loops.size() == 0);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("sees what the one before it has done, and is never there at the same time")
    void isAloneForItsKey(ThreadKind kind) throws Exception {
        int producers = 3;
        int bursts = 40;
        int each = 100;
        KeyedRunLoops<String> loops = loops(kind, Duration.ofMillis(1));
        var count = new int[1]; // plain: belongs to the loops of the key
        var inside = new int[1];
        var two = new CountDownLatch(1);
        var seen = ConcurrentHashMap.<RunLoop>newKeySet();
        Runnable block = () -> {
            if (++inside[0] != 1) {
                two.countDown();
            }
            count[0]++;
            seen.add(RunLoop.current());
            inside[0]--;
        };
        var together = new CyclicBarrier(producers);
        List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < producers; p++) {
            threads.add(start(kind, () -> {
                for (int burst = 0; burst < bursts; burst++) {
                    for (int i = 0; i < each; i++) {
                        loops.perform("key", block);
                    }
                    together.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    spin(burst * 100_000L); // up to 4 ms: some loops last that long without work, and some do not
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        loops.close();

        assertEquals(producers * bursts * each, count[0]);
        assertEquals(1, two.getCount(), "two of them ran at once");
        assertTrue(seen.size() > 1, "none ended in between");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("goes on after a block that throws, which the handler is told")
    void goesOnAfterAnException(ThreadKind kind) throws Exception {
        var thrown = new AtomicReference<Throwable>();
        KeyedRunLoops<String> loops =
                closing(builder(kind).exceptionHandler((_, e) -> thrown.set(e)).start());
        var failure = new IllegalStateException("of the test");
        var ran = new CountDownLatch(1);
        loops.perform("key", () -> {
            throw failure;
        });
        loops.perform("key", ran::countDown);
        await(ran);

        assertSame(failure, thrown.get());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("runs what was accepted before a shutdown")
    void runsWhatWasAccepted(ThreadKind kind) throws Exception {
        KeyedRunLoops<String> loops = loops(kind, LONG);
        var mayGoOn = new CountDownLatch(1);
        var ran = new CountDownLatch(10);
        loops.perform("key", () -> hold(mayGoOn));
        for (int i = 0; i < 10; i++) {
            loops.perform("key", ran::countDown);
        }
        loops.shutdown();
        assertFalse(loops.isTerminated());
        mayGoOn.countDown();

        assertTrue(loops.awaitTermination(PATIENCE));
        assertEquals(0, ran.getCount());
        assertEquals(0, loops.size());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("ends at once if it is idle at a shutdown")
    void endsAtShutdown(ThreadKind kind) throws Exception {
        KeyedRunLoops<String> loops = loops(kind, LONG);
        var ran = new CountDownLatch(2);
        loops.perform("one", ran::countDown);
        loops.perform("two", ran::countDown);
        await(ran);
        loops.shutdown();

        assertTrue(loops.awaitTermination(PATIENCE));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("ends after the pass it is in when all are stopped, whatever is queued")
    void endsWhenStopped(ThreadKind kind) throws Exception {
        KeyedRunLoops<String> loops = loops(kind, LONG);
        var isBusy = new CountDownLatch(100);
        loops.perform("key", new Runnable() {
            @Override
            public void run() {
                isBusy.countDown();
                RunLoop.current().perform(this);
                RunLoop.current().wakeUp();
            }
        });
        await(isBusy);
        loops.stop();

        assertTrue(loops.awaitTermination(PATIENCE));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is refused after a shutdown, with its key named")
    void isRefusedAfterShutdown(ThreadKind kind) throws Exception {
        KeyedRunLoops<String> loops = loops(kind, LONG);
        loops.shutdown();
        assertTrue(loops.awaitTermination(PATIENCE));

        var thrown = assertThrows(
                RejectedExecutionException.class, () -> loops.executor("key").execute(() -> {}));
        assertTrue(thrown.getMessage().contains("key"), thrown.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("cannot close them all, as it would wait for itself")
    void cannotCloseItself(ThreadKind kind) throws Exception {
        KeyedRunLoops<String> loops = loops(kind, LONG);
        var thrown = new AtomicReference<Throwable>();
        var done = new CountDownLatch(1);
        loops.perform("key", () -> {
            thrown.set(assertThrows(IllegalStateException.class, loops::close));
            done.countDown();
        });
        await(done);

        assertTrue(
                thrown.get().getMessage().contains("own thread"), thrown.get().getMessage());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("has the name of its key")
    void hasTheNameOfItsKey(ThreadKind kind) {
        KeyedRunLoops<String> loops = closing(builder(kind).name("account ").start());
        loops.perform("alice", () -> {});

        assertEquals("account alice", loops.loop("alice").orElseThrow().thread().getName());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("lasts a millisecond at least")
    void lastsAMillisecond(ThreadKind kind) {
        KeyedRunLoops.Builder builder = builder(kind);

        var thrown = assertThrows(IllegalArgumentException.class, () -> builder.idleTime(Duration.ZERO));
        assertTrue(thrown.getMessage().contains("PT0S"), thrown.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("ends when it has been idle for its time by the clock of the loops, and not later")
    void endsByItsClock(ThreadKind kind) {
        var clock = VirtualClock.create();
        KeyedRunLoops<String> loops =
                builder(kind).clock(clock).idleTime(Duration.ofMinutes(1)).start();
        loops.perform("early", () -> {});
        loops.perform("late", () -> {});
        clock.advance(Duration.ofSeconds(30));
        loops.perform("late", () -> {});
        clock.advance(Duration.ofSeconds(29));
        assertEquals(2, loops.size());
        clock.advance(Duration.ofSeconds(1));
        assertEquals(1, loops.size());
        clock.advance(Duration.ofSeconds(30));
        assertEquals(0, loops.size());
        loops.close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("has not ended while its thread has something left to do, and the next one waits for that")
    void endsWithItsThread(ThreadKind kind) throws Exception {
        var mayEnd = new CountDownLatch(1);
        var secondRuns = new CountDownLatch(1);
        List<Thread> made = new CopyOnWriteArrayList<>();
        KeyedRunLoops<String> loops = closing(builder(kind)
                .idleTime(SHORT)
                .factory(body -> {
                    Thread thread = kind.thread().unstarted(() -> {
                        body.run();
                        hold(mayEnd);
                    });
                    made.add(thread);
                    return thread;
                })
                .start());
        loops.perform("key", () -> {});
        Awaitility.await().atMost(PATIENCE).until(() -> loops.size() == 0);
        var firstIsAlive = new AtomicReference<Boolean>();
        loops.perform("key", () -> {
            firstIsAlive.set(made.getFirst().isAlive());
            secondRuns.countDown();
        });
        loops.shutdown();
        assertFalse(loops.isTerminated());
        assertEquals(1, secondRuns.getCount());
        mayEnd.countDown();
        await(secondRuns);
        assertFalse(firstIsAlive.get());
        assertTrue(loops.awaitTermination(PATIENCE));
        assertTrue(made.stream().noneMatch(Thread::isAlive));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("may last for ever")
    void lastsForEver(ThreadKind kind) throws Exception {
        KeyedRunLoops<String> loops = loops(kind, Duration.ofSeconds(Long.MAX_VALUE));
        var ran = new CountDownLatch(1);
        loops.perform("key", ran::countDown);
        await(ran);
        assertEquals(1, loops.size());
    }
}
