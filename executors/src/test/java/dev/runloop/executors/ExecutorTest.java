package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.LoopOnClock;
import dev.runloop.RunLoop;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.SteppingClock;
import dev.runloop.test.ThreadKind;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A test of executors: those it opens are stopped at its end, and their threads joined. */
abstract class ExecutorTest extends ConcurrentTest {

    /** What a test does with a loop whose time passes only while it sleeps. */
    @FunctionalInterface
    interface OnVirtualTime {
        void run(RunLoop loop, SteppingClock clock) throws Exception;
    }

    /** An executor on a loop of this kind, which runs. */
    RunLoopExecutor open(LoopKind kind) {
        RunLoopExecutor executor = switch (kind) {
            case PLATFORM -> RunLoopExecutors.newPlatformLoop("executor");
            case VIRTUAL -> RunLoopExecutors.newVirtualLoop("executor");
            case BORROWED -> RunLoopExecutors.on(startLoop(ThreadKind.PLATFORM).loop());
        };
        AutoCloseable end = () -> end(executor, kind);
        closing(end);
        return executor;
    }

    /** An executor with a loop of its own, on a thread of this kind. */
    RunLoopExecutor open(ThreadKind kind) {
        return open(kind == ThreadKind.PLATFORM ? LoopKind.PLATFORM : LoopKind.VIRTUAL);
    }

    private static void end(RunLoopExecutor executor, LoopKind kind) throws InterruptedException {
        executor.shutdownNow();
        assertTrue(executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "does not terminate");
        if (kind != LoopKind.BORROWED) {
            assertTrue(executor.loop().thread().join(PATIENCE), "thread still runs");
        }
    }

    /** Keeps the loop of this executor in a task until the roadblock is opened. */
    Roadblock block(RunLoopExecutor executor) throws InterruptedException {
        var roadblock = new Roadblock();
        closing((AutoCloseable) roadblock::open);
        executor.execute(roadblock);
        roadblock.awaitReached();
        return roadblock;
    }

    /** Has the loop make everything run that it has been given so far. */
    static void drain(RunLoopExecutor executor) throws Exception {
        executor.submit(() -> {}).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Collects what the callbacks of a loop throw, in place of failing the test. */
    static Queue<Throwable> exceptionsOf(RunLoop loop) {
        Queue<Throwable> exceptions = new ConcurrentLinkedQueue<>();
        loop.setExceptionHandler((thread, exception) -> exceptions.add(exception));
        return exceptions;
    }

    /** Runs on a thread of its own, with a loop that lives by a stepping clock; the end of the test waits for it. */
    void onVirtualTime(ThreadKind kind, OnVirtualTime test) {
        start(kind, () -> {
            var clock = new SteppingClock();
            test.run(LoopOnClock.create(Thread.currentThread(), clock), clock);
        });
    }
}
