package dev.runloop.test;

import dev.runloop.RunLoopThread;
import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A test with threads: those it starts here are stopped and joined at its end, and what any thread throws and nobody
 * catches fails it.
 */
public abstract class ConcurrentTest {
    /** Longer than anything that works can take, on the slowest machine. */
    protected static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Queue<RunLoopThread> loopThreads = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final Queue<AutoCloseable> resources = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private UncaughtExceptionHandler handlerBefore;

    /** What a thread of a test does. */
    @FunctionalInterface
    protected interface Action {
        void run() throws Exception;
    }

    @BeforeEach
    final void watchAllThreads() {
        handlerBefore = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
    }

    @AfterEach
    final void endAllThreads() throws Exception {
        for (AutoCloseable resource : resources) {
            resource.close();
        }
        for (RunLoopThread loopThread : loopThreads) {
            loopThread.stop();
            join(loopThread.thread());
        }
        for (Thread thread : threads) {
            join(thread);
        }
        Thread.setDefaultUncaughtExceptionHandler(handlerBefore);
        if (!failures.isEmpty()) {
            var failure = new AssertionError("on another thread: " + failures.peek(), failures.poll());
            failures.forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private void join(Thread thread) throws InterruptedException {
        if (!thread.join(PATIENCE)) {
            var alive = new AssertionError("thread still runs: " + thread);
            alive.setStackTrace(thread.getStackTrace());
            failures.add(alive);
        }
    }

    /** Starts a loop on a thread of its own. */
    protected RunLoopThread startLoop(ThreadKind kind) {
        return startLoop(kind.loopThread());
    }

    /** Starts a loop on a thread of its own. */
    protected RunLoopThread startLoop(RunLoopThread.Builder builder) {
        RunLoopThread started = builder.start();
        loopThreads.add(started);
        return started;
    }

    /** Starts a thread that must end by itself. */
    protected Thread start(ThreadKind kind, Action action) {
        Thread thread = kind.thread().start(() -> {
            try {
                action.run();
            } catch (Throwable e) {
                failures.add(e);
            }
        });
        threads.add(thread);
        return thread;
    }

    /** Closes it at the end of the test, before the threads are joined. */
    protected <T extends AutoCloseable> T closing(T resource) {
        resources.add(resource);
        return resource;
    }

    /** Waits for a latch, and fails if that takes for ever. */
    protected static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still waiting for " + latch.getCount());
        }
    }
}
