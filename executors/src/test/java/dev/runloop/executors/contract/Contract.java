package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.lang.Thread.State;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Properties that {@code java.util.concurrent} promises of an executor, or of a future of it. Each is tried on every
 * {@link Subject}. The executors are stopped at the end of a test, and their threads joined.
 */
abstract class Contract extends ConcurrentTest {
    static final Duration PATIENCE = ConcurrentTest.PATIENCE;
    static final Runnable NOTHING = () -> {};

    /** A result that one thread leaves for another, without a memory effect of its own. */
    static final class Plain {
        int value;
    }

    private final Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
    private volatile boolean reportsAreExpected;
    private int threads;

    /** Opens an executor. A test opens executors of one subject only. */
    ScheduledExecutorService open(Subject subject) {
        ScheduledExecutorService executor = subject.open(this);
        threads = subject.threads();
        AutoCloseable end = () -> {
            executor.shutdownNow();
            awaitEnd(executor);
            executor.close();
        };
        closing(end);
        return executor;
    }

    // ---- for the subjects ----

    /** The thread of a loop whose exceptions fail the test, or are collected if it expects some. */
    RunLoopThread.Builder loopThread(ThreadKind kind) {
        return kind.loopThread().exceptionHandler(this::report);
    }

    /** Fails the test, or is collected if it expects exceptions. */
    void report(Thread thread, Throwable exception) {
        if (reportsAreExpected) {
            reported.add(exception);
        } else {
            Thread.getDefaultUncaughtExceptionHandler().uncaughtException(thread, exception);
        }
    }

    /** Runs a loop on behalf of somebody else. */
    RunLoop lend(RunLoopThread.Builder builder) {
        return startLoop(builder).loop();
    }

    // ---- for the tests ----

    /** What exception handlers are told from now on. */
    Queue<Throwable> reported() {
        reportsAreExpected = true;
        return reported;
    }

    /** Keeps all threads of this executor in a task until the roadblock is opened. */
    Roadblock block(Executor executor) throws InterruptedException {
        Roadblock roadblock = Roadblock.across(threads);
        for (int i = 0; i < threads; i++) {
            executor.execute(roadblock);
        }
        roadblock.awaitReached();
        return roadblock;
    }

    /** Has the executor run everything that it has been given so far, but for delayed tasks. */
    void drain(Executor executor) throws InterruptedException {
        block(executor).open();
    }

    /** Starts a thread that must end by itself. */
    Thread inThread(Action action) {
        return start(ThreadKind.PLATFORM, action);
    }

    void join(Thread thread) throws InterruptedException {
        assertTrue(thread.join(PATIENCE), "thread still runs");
    }

    static void awaitLatch(CountDownLatch latch) throws InterruptedException {
        await(latch);
    }

    /** The result of a future, or a failure if there is none for long. */
    static <T> T answer(Future<T> future) throws Exception {
        return answer(future, PATIENCE);
    }

    /** The result of a future, or a failure if there is none within this time. */
    static <T> T answer(Future<T> future, Duration patience) throws Exception {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    static void awaitEnd(ExecutorService executor) throws InterruptedException {
        awaitEnd(executor, PATIENCE);
    }

    static void awaitEnd(ExecutorService executor, Duration patience) throws InterruptedException {
        assertTrue(executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS), "does not terminate");
    }

    static void until(Callable<Boolean> condition) {
        until(condition, PATIENCE);
    }

    static void until(Callable<Boolean> condition, Duration patience) {
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("waited in vain", e);
        }
    }

    /** Waits until a thread waits. */
    static void untilWaiting(Thread thread) {
        until(() -> thread.getState() == State.WAITING || thread.getState() == State.TIMED_WAITING);
    }

    /** Lasts until so much time has passed since the machine's clock showed this. */
    static void spend(Duration duration, long since) {
        while (System.nanoTime() - since < duration.toNanos()) {
            Thread.onSpinWait();
        }
    }

    static <T> Callable<T> throwing(Exception exception) {
        return () -> {
            throw exception;
        };
    }

    static <T> Callable<T> throwing(Error error) {
        return () -> {
            throw error;
        };
    }

    /** A task, not a callable, that throws. */
    static Runnable failing(RuntimeException exception) {
        return () -> {
            throw exception;
        };
    }
}
