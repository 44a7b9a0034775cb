package dev.runloop.perform;

import dev.runloop.LoopOnClock;
import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.SteppingClock;
import dev.runloop.test.ThreadKind;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** A test of performs. */
abstract class PerformTest extends ConcurrentTest {

    /** What a test does with a loop whose time passes only while it sleeps. */
    @FunctionalInterface
    interface OnVirtualTime {
        void run(RunLoop loop, SteppingClock clock) throws Exception;
    }

    /** Runs on a thread of its own, with a loop that lives by a stepping clock; the end of the test waits for it. */
    void onVirtualTime(ThreadKind kind, OnVirtualTime test) {
        start(kind, () -> {
            var clock = new SteppingClock();
            test.run(LoopOnClock.create(Thread.currentThread(), clock), clock);
        });
    }

    /** Keeps the loop of a thread in a perform until the latch is down; returns when it is there. */
    CountDownLatch block(RunLoopThread thread) throws InterruptedException {
        var reached = new CountDownLatch(1);
        var open = new CountDownLatch(1);
        closing((AutoCloseable) open::countDown);
        Perform.onThread(thread.thread(), () -> {
            reached.countDown();
            awaitQuietly(open);
        });
        await(reached);
        return open;
    }

    /** Has the thread run everything that this one has performed on it. */
    static void drain(RunLoopThread thread) throws InterruptedException {
        Perform.onThreadAndWait(thread.thread(), () -> null);
    }

    /** Collects what the callbacks of a loop throw, in place of failing the test. */
    static Queue<Throwable> exceptionsOf(RunLoop loop) {
        Queue<Throwable> exceptions = new ConcurrentLinkedQueue<>();
        loop.setExceptionHandler((thread, exception) -> exceptions.add(exception));
        return exceptions;
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            await(latch);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
