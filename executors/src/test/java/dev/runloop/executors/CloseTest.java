package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("close")
class CloseTest extends ExecutorTest {

    @ParameterizedTest
    @EnumSource
    void endsTheThreadOfAnOwnedLoop(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);

        executor.close();
        assertFalse(executor.loop().thread().isAlive());
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheThreadOfABorrowedLoop(ThreadKind kind) {
        var loop = startLoop(kind).loop();
        RunLoopExecutors.on(loop).close();

        assertTrue(loop.thread().isAlive());
    }

    @ParameterizedTest
    @EnumSource
    void waitsForTheTasks(LoopKind kind) {
        RunLoopExecutor executor = open(kind);
        var ran = new AtomicBoolean();
        for (int i = 0; i < 1000; i++) {
            executor.execute(Thread::onSpinWait);
        }
        executor.execute(() -> ran.set(true));

        executor.close();
        assertTrue(ran.get());
        assertTrue(executor.isTerminated());
    }

    @ParameterizedTest
    @EnumSource
    void doneTwiceIsDoneOnce(LoopKind kind) {
        RunLoopExecutor executor = open(kind);

        executor.close();
        executor.close();
        assertTrue(executor.isTerminated());
    }

    @ParameterizedTest
    @EnumSource
    void stopsTheTasksWhenItIsInterrupted(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Roadblock running = block(executor);
        var interruptIsSeenAgain = new AtomicBoolean();
        Thread closer = start(ThreadKind.PLATFORM, () -> {
            executor.close();
            interruptIsSeenAgain.set(Thread.interrupted());
        });

        closer.interrupt();
        running.awaitInterrupted();
        assertTrue(closer.join(PATIENCE));
        assertTrue(interruptIsSeenAgain.get());
    }

    @ParameterizedTest
    @EnumSource
    void refusesToWaitOnItsOwnLoop(LoopKind kind) {
        RunLoopExecutor executor = open(kind);
        Future<?> closing = executor.submit(executor::close);

        var failure = assertThrows(ExecutionException.class, closing::get);
        assertTrue(assertInstanceOf(IllegalStateException.class, failure.getCause())
                .getMessage()
                .startsWith("close()"));
    }

    @ParameterizedTest
    @EnumSource
    void thatIsRefusedLeavesTheExecutorOpen(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Future<?> closing = executor.submit(executor::close);

        assertThrows(ExecutionException.class, closing::get);
        assertEquals("open", executor.submit(() -> "open").get());
    }
}
