package dev.runloop.executors.confined;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import dev.runloop.test.ThreadKind;
import dev.runloop.testing.VirtualClock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The thread on which a loop with confined threads calls back")
class CallbackThreadTest extends ConfinedTest {

    /** One that has moved already, as it does at the end of the pass that it is in when its first factory is made. */
    private RunLoopThread startRiddenLoop() throws Exception {
        RunLoopThread started = startLoop();
        ConfinedThreads.on(started.loop());
        onLoop(started.loop(), () -> {});
        onLoop(started.loop(), () -> {});
        return started;
    }

    @Test
    void isTheThreadOfTheLoop() throws Exception {
        RunLoop loop = startRiddenLoop().loop();

        onLoop(loop, () -> {
            assertTrue(Thread.currentThread().isVirtual());
            assertSame(Thread.currentThread(), loop.thread());
            assertSame(loop, RunLoop.current());
            assertTrue(loop.isCurrent());
            assertEquals("loop", Thread.currentThread().getName());
        });
        assertSame(loop, RunLoop.of(loop.thread()));
    }

    @Test
    void isAlwaysTheSame() throws Exception {
        RunLoopThread loopThread = startRiddenLoop();
        RunLoop loop = loopThread.loop();
        var local = new ThreadLocal<String>();
        onLoop(loop, () -> local.set("kept"));
        loop.stop(); // this run, and another begins
        ConfinedThreads.on(loop, RunLoopMode.of("other"));

        onLoop(loop, () -> assertEquals("kept", local.get()));
        assertSame(loop, RunLoop.of(loopThread.thread()));
    }

    @Test
    void inheritsFromTheThreadThatItIsCarriedBy() throws Exception {
        var local = new InheritableThreadLocal<String>();
        var seen = new AtomicReference<String>();
        join(start(ThreadKind.PLATFORM, () -> {
            local.set("inherited");
            RunLoop loop = RunLoop.current();
            ConfinedThreads.on(loop);
            loop.perform(() -> seen.set(local.get()));
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
        }));

        assertEquals("inherited", seen.get());
    }

    @Test
    void isThatOfTheUserBetweenRuns() throws Exception {
        var isRun = new AtomicReference<Boolean>();
        join(start(ThreadKind.PLATFORM, () -> {
            RunLoop loop = RunLoop.current();
            ConfinedThreads threads = ConfinedThreads.on(loop);
            for (int i = 0; i < 3; i++) {
                Thread thread = threads.start(() -> isRun.set(true));
                while (thread.isAlive()) {
                    loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(1), true);
                }
                assertSame(Thread.currentThread(), loop.thread());
                assertTrue(loop.isCurrent());
                assertSame(loop, RunLoop.current());
            }
        }));

        assertEquals(true, isRun.get());
    }

    @Test
    void doesNotConfineTheVirtualThreadsThatCallbacksMake() throws Exception {
        RunLoop loop = startRiddenLoop().loop();
        var made = new AtomicReference<Thread>();
        var carrier = new AtomicReference<String>();
        onLoop(loop, () -> {
            made.set(Thread.startVirtualThread(() -> {
                letOthersRun();
                carrier.set(carrierName());
            }));
            Thread thread = made.get();
            while (thread.isAlive()) { // it does not need the loop
                Thread.onSpinWait();
            }
        });

        assertNotEquals("loop", carrier.get());
    }

    @Test
    void isInterruptedInItsCallbackByWhichOfTheTwoThreadsEver() throws Exception {
        RunLoopThread loopThread = startRiddenLoop();
        isInterruptedBy(loopThread, () -> loopThread.loop().thread().interrupt());
        isInterruptedBy(loopThread, () -> loopThread.thread().interrupt());
    }

    private static void isInterruptedBy(RunLoopThread loopThread, Runnable interrupt) throws Exception {
        RunLoop loop = loopThread.loop();
        var begun = new CountDownLatch(1);
        var caught = new CountDownLatch(1);
        loop.perform(() -> {
            begun.countDown();
            try {
                Thread.sleep(PATIENCE);
            } catch (InterruptedException e) {
                caught.countDown();
            }
        });
        loop.wakeUp();
        await(begun);
        Awaitility.await().atMost(PATIENCE).until(() -> loop.thread().getState() == Thread.State.TIMED_WAITING);
        interrupt.run();

        await(caught);
        onLoop(loop, () -> assertFalse(Thread.currentThread().isInterrupted()));
    }

    @Test
    void isInterruptedByTheCancellationOfItsTask() throws Exception {
        RunLoop loop = startRiddenLoop().loop();
        RunLoopExecutor executor = RunLoopExecutors.on(loop);
        var begun = new CountDownLatch(1);
        var caught = new CountDownLatch(1);
        Future<?> task = executor.submit(() -> {
            begun.countDown();
            try {
                Thread.sleep(PATIENCE);
            } catch (InterruptedException e) {
                caught.countDown();
            }
        });
        await(begun);
        task.cancel(true);

        await(caught);
    }

    @Test
    void doesNotSpinIfAnInterruptIsLeftBehind() throws Exception {
        RunLoopThread loopThread = startRiddenLoop();
        RunLoop loop = loopThread.loop();
        onLoop(loop, () -> Thread.currentThread().interrupt());
        loopThread.thread().interrupt();
        Awaitility.await().atMost(PATIENCE).until(loop::isWaiting);
        long passes = loop.metrics().passes();
        onLoop(loop, () -> {});

        assertTrue(loop.metrics().passes() - passes < 10, loop.metrics().toString());
    }

    @Test
    void tellsWhatIsThrownToTheHandlerOfTheThreadThatCarriesIt() throws Exception {
        RunLoopThread loopThread = startLoop();
        Queue<Throwable> told = new ConcurrentLinkedQueue<>();
        loopThread.thread().setUncaughtExceptionHandler((thread, exception) -> told.add(exception));
        ConfinedThreads.on(loopThread.loop());
        onLoop(loopThread.loop(), () -> {});
        var thrown = new IllegalStateException("thrown by a test");
        loopThread.loop().perform(() -> {
            throw thrown;
        });
        onLoop(loopThread.loop(), () -> {});

        assertSame(thrown, told.poll());
    }

    @Test
    void calledBackOnceIsNotCalledBackAgainWhileItBlocksButConfinedThreadsRun() throws Exception {
        RunLoop loop = startRiddenLoop().loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        loop.add(
                RunLoopTimer.repeating(Duration.ofMillis(1), timer -> most.accumulateAndGet(inside.get(), Math::max)),
                RunLoopMode.DEFAULT);
        var counted = new CountDownLatch(100);
        var done = new CountDownLatch(1);
        loop.perform(() -> {
            inside.incrementAndGet();
            body(counted::await).run(); // what only confined threads bring about
            inside.decrementAndGet();
            done.countDown();
        });
        loop.wakeUp();
        for (int i = 0; i < 100; i++) {
            start(threads, () -> {
                letOthersRun();
                counted.countDown();
            });
        }

        await(done);
        onLoop(loop, () -> {});
        assertEquals(0, most.get());
    }

    @Test
    void endsWithTheLoop() throws Exception {
        RunLoopThread loopThread = startRiddenLoop();
        Thread thread = loopThread.loop().thread();
        loopThread.close();

        assertNotEquals(thread, loopThread.thread());
        join(thread);
    }

    @Test
    void endsWithTheLoopOfAThreadOfItsUser() throws Exception {
        var seen = new AtomicReference<Thread>();
        join(start(ThreadKind.PLATFORM, () -> {
            RunLoop loop = RunLoop.current();
            ConfinedThreads.on(loop);
            loop.perform(() -> seen.set(Thread.currentThread()));
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
        }));

        join(seen.get());
    }

    @Test
    void livesInVirtualTimeToo() throws Exception {
        VirtualClock clock = VirtualClock.create();
        RunLoopThread loopThread =
                RunLoopThread.ofPlatform().clock(clock).name("virtual time").start();
        RunLoop loop = loopThread.loop();
        ConfinedThreads.on(loop);
        Queue<Thread> callers = new ConcurrentLinkedQueue<>();
        loop.add(
                RunLoopTimer.builder()
                        .clock(clock)
                        .interval(Duration.ofSeconds(1))
                        .build(timer -> callers.add(Thread.currentThread())),
                RunLoopMode.DEFAULT);
        clock.advance(Duration.ofSeconds(5));

        assertTrue(callers.size() >= 4, callers.toString());
        assertTrue(callers.poll() != null);
        assertTrue(callers.poll().isVirtual());
        loopThread.stop();
        clock.advance(Duration.ZERO);
    }
}
