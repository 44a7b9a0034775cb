package dev.runloop.executors.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A test of a framework that is given an executor: at its end the executor has to stop, and its thread to end. */
abstract class FrameworkTest extends ConcurrentTest {
    static final Duration PATIENCE = ConcurrentTest.PATIENCE;

    RunLoopExecutor open(ThreadKind kind) {
        RunLoopExecutor executor = RunLoopExecutors.newLoop(kind.loopThread());
        AutoCloseable end = () -> {
            executor.shutdownNow();
            awaitEnd(executor);
        };
        closing(end);
        return executor;
    }

    static Thread threadOf(RunLoopExecutor executor) {
        return executor.loop().thread();
    }

    /** Keeps the loop in a task until the latch is counted down, or the test ends. */
    static CountDownLatch block(RunLoopExecutor executor) throws InterruptedException {
        var blocked = new CountDownLatch(1);
        var opened = new CountDownLatch(1);
        executor.execute(() -> {
            blocked.countDown();
            try {
                opened.await();
            } catch (InterruptedException e) {
                return; // by the end of the test
            }
        });
        await(blocked);
        return opened;
    }

    static void assertElapsed(Duration atLeast, long since) {
        assertTrue(System.nanoTime() - since >= atLeast.toNanos());
    }

    /** The framework has taken back what it had the executor wait for. */
    static void assertNothingIsLeftOn(RunLoopExecutor executor) {
        assertEquals(List.of(), executor.shutdownNow());
    }

    static void awaitEnd(RunLoopExecutor executor) throws InterruptedException {
        assertTrue(executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "does not terminate");
        assertTrue(threadOf(executor).join(PATIENCE), "thread still runs");
    }
}
