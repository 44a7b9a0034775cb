package dev.runloop.executors.confined;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A confined thread")
class PropertiesTest extends ConfinedTest {

    @Test
    void hasANameAfterTheThreadOfItsLoop() {
        ConfinedThreads threads = ConfinedThreads.on(startLoop().loop());

        assertEquals("loop-confined-0", threads.newThread(() -> {}).getName());
        assertEquals("loop-confined-1", threads.newThread(() -> {}).getName());
    }

    @Test
    void hasTheNameThatWasChosen() {
        ConfinedThreads threads =
                ConfinedThreads.builder(startLoop().loop()).name("session").build();

        assertEquals("session", threads.newThread(() -> {}).getName());
        assertEquals("session", threads.newThread(() -> {}).getName());
    }

    @Test
    void hasTheNumberThatWasChosen() {
        ConfinedThreads threads =
                ConfinedThreads.builder(startLoop().loop()).name("session ", 7).build();

        assertEquals("session 7", threads.newThread(() -> {}).getName());
        assertEquals("session 8", threads.newThread(() -> {}).getName());
    }

    @Test
    void hasWhatItThrowsToldToTheHandlerOfTheLoop() throws Exception {
        RunLoop loop = startLoop().loop();
        BlockingQueue<Map.Entry<Thread, Throwable>> told = new LinkedBlockingQueue<>();
        loop.setExceptionHandler((thread, exception) -> told.add(Map.entry(thread, exception)));
        var thrown = new IllegalArgumentException("thrown by a test");
        Thread thread = start(ConfinedThreads.on(loop), () -> {
            throw thrown;
        });
        join(thread);

        Map.Entry<Thread, Throwable> entry = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertSame(thread, entry.getKey());
        assertSame(thrown, entry.getValue());
    }

    @Test
    void hasWhatItThrowsToldToTheHandlerOfTheThreadIfTheLoopHasNone() throws Exception {
        RunLoop loop = startLoop().loop();
        var told = new AtomicReference<Throwable>();
        loop.thread().setUncaughtExceptionHandler((thread, exception) -> told.set(exception));
        var thrown = new IllegalArgumentException("thrown by a test");
        join(start(ConfinedThreads.on(loop), () -> {
            throw thrown;
        }));

        assertSame(thrown, told.get());
    }

    @Test
    void hasWhatItThrowsToldToTheHandlerThatWasChosen() throws Exception {
        var told = new AtomicReference<Throwable>();
        var thrown = new IllegalArgumentException("thrown by a test");
        ConfinedThreads threads = ConfinedThreads.builder(startLoop().loop())
                .uncaughtExceptionHandler((thread, exception) -> told.set(exception))
                .build();
        join(start(threads, () -> {
            throw thrown;
        }));

        assertSame(thrown, told.get());
    }

    @Test
    void thatThrowsLeavesTheLoopAndTheOthersAsTheyWere() throws Exception {
        RunLoop loop = startLoop().loop();
        exceptionsOf(loop);
        ConfinedThreads threads = ConfinedThreads.on(loop);
        join(start(threads, () -> {
            throw new StackOverflowError("thrown by a test");
        }));

        join(threads.start(Thread::yield));
        assertEquals(0, threads.aliveCount());
    }

    @Test
    void canBeInterrupted() throws Exception {
        var begun = new CountDownLatch(1);
        var caught = new AtomicReference<Throwable>();
        Thread thread = start(ConfinedThreads.on(startLoop().loop()), () -> {
            begun.countDown();
            try {
                Thread.sleep(PATIENCE);
            } catch (InterruptedException e) {
                caught.set(e);
            }
        });
        await(begun);
        thread.interrupt();

        join(thread);
        assertEquals(InterruptedException.class, caught.get().getClass());
    }

    @Test
    void doesNotSeeTheInterruptOfTheLoop() throws Exception {
        RunLoop loop = startLoop().loop();
        var seen = new AtomicReference<Boolean>();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        onLoop(loop, () -> {
            loop.thread().interrupt();
            Thread thread = start(threads, () -> seen.set(Thread.currentThread().isInterrupted()));
            threads.carryUntil(() -> !thread.isAlive());
        });

        assertEquals(false, seen.get());
    }

    @Test
    void doesNotSwallowTheInterruptOfTheLoop() throws Exception {
        RunLoop loop = startLoop().loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        onLoop(loop, () -> {
            threads.start(() -> {});
            loop.thread().interrupt();
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
            assertTrue(Thread.interrupted());

            Thread thread = threads.start(() -> {});
            loop.thread().interrupt();
            threads.carryUntil(() -> !thread.isAlive());
            assertTrue(Thread.interrupted());
        });
    }

    @Test
    void isCountedAsLongAsItIsAlive() throws Exception {
        RunLoop loop = startLoop().loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        var end = new CountDownLatch(1);
        Thread thread = start(threads, end::await);

        assertEquals(1, threads.aliveCount());
        assertTrue(threads.toString().endsWith("alive = 1]"), threads.toString());
        end.countDown();
        join(thread);
        assertEquals(0, threads.aliveCount());
        assertSame(loop, threads.loop());
    }

    @Test
    void cannotBeCarriedByAVirtualThread() {
        RunLoopThread loopThread = startLoop(ThreadKind.VIRTUAL);

        var refusal = assertThrows(IllegalArgumentException.class, () -> ConfinedThreads.on(loopThread.loop()));
        assertTrue(refusal.getMessage().startsWith("loop is on a virtual thread"), refusal.getMessage());
    }

    @Test
    void cannotBeCarriedByTheCallerOfAnotherThread() {
        ConfinedThreads threads = ConfinedThreads.on(startLoop().loop());

        assertThrows(WrongThreadException.class, () -> threads.carryUntil(() -> true));
    }

    @Test
    void isRefusedWithoutABodyOrANameOrAHandler() {
        RunLoop loop = startLoop().loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        ConfinedThreads.Builder builder = ConfinedThreads.builder(loop);

        assertNamed("body", () -> threads.newThread(null));
        assertNamed("body", () -> threads.start((Runnable) null));
        assertNamed("done", () -> threads.carryUntil(null));
        assertNamed("loop", () -> ConfinedThreads.on(null));
        assertNamed("name", () -> builder.name(null));
        assertNamed("prefix", () -> builder.name(null, 0));
        assertNamed("handler", () -> builder.uncaughtExceptionHandler(null));
        assertNamed("modes", () -> builder.modes((RunLoopMode[]) null));
        var refusal = assertThrows(IllegalArgumentException.class, () -> builder.name("x", -1));
        assertEquals("firstNumber is negative: -1", refusal.getMessage());
        assertFalse(loop.thread().isInterrupted());
    }

    private static void assertNamed(String argument, org.junit.jupiter.api.function.Executable call) {
        assertEquals(argument, assertThrows(NullPointerException.class, call).getMessage());
    }
}
