package dev.runloop.executors.confined;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** A test with threads that are confined to a loop, which is on a platform thread, as no other can carry. */
abstract class ConfinedTest extends ConcurrentTest {

    /** What a confined thread of a test does. */
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    RunLoopThread startLoop() {
        return startLoop(ThreadKind.PLATFORM);
    }

    /** What is thrown goes to the handler of the loop, and fails the test if that is not set. */
    static Runnable body(Body body) {
        return () -> {
            try {
                body.run();
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
    }

    /** To be called by confined threads. */
    @SuppressWarnings("ThreadPriorityCheck") // it does what is meant: others of the loop have their turn
    static void letOthersRun() {
        Thread.yield();
    }

    static Thread start(ConfinedThreads threads, Body body) {
        return threads.start(body(body));
    }

    static void join(Thread thread) throws InterruptedException {
        Assertions.assertTrue(thread.join(PATIENCE), () -> "still alive: " + thread);
    }

    /** The platform thread that carries the calling virtual thread, by its name, as the JDK shows it. */
    static String carrierName() {
        String shown = Thread.currentThread().toString();
        return shown.substring(shown.lastIndexOf('@') + 1);
    }

    /** Runs on the loop's thread, as a block. */
    static void onLoop(RunLoop loop, Body body) throws Exception {
        var done = new CountDownLatch(1);
        var thrown = new ConcurrentLinkedQueue<Throwable>();
        loop.perform(() -> {
            try {
                body.run();
            } catch (Throwable e) {
                thrown.add(e);
            } finally {
                done.countDown();
            }
        });
        loop.wakeUp();
        await(done);
        if (!thrown.isEmpty()) {
            throw new AssertionError("on the loop's thread", thrown.poll());
        }
    }

    /** Collects what the loop's handler is told, in place of failing the test. */
    static Queue<Throwable> exceptionsOf(RunLoop loop) {
        Queue<Throwable> exceptions = new ConcurrentLinkedQueue<>();
        loop.setExceptionHandler((thread, exception) -> exceptions.add(exception));
        return exceptions;
    }

    static void await(Future<?> future) throws Exception {
        future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
