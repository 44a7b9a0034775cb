package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("When the thread of a borrowed loop ends")
class LoopEndTest extends ExecutorTest {

    @ParameterizedTest
    @EnumSource
    void queuedTasksAreCancelled(ThreadKind kind) throws Exception {
        var thread = startLoop(kind);
        RunLoopExecutor executor = RunLoopExecutors.on(thread.loop(), RunLoopMode.of("never runs"));
        Future<?> queued = executor.submit(() -> {});
        thread.stop();

        assertThrows(CancellationException.class, () -> queued.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void delayedAndPeriodicTasksAreCancelled(ThreadKind kind) throws Exception {
        var thread = startLoop(kind);
        RunLoopExecutor executor = RunLoopExecutors.on(thread.loop());
        Future<?> delayed = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        Future<?> periodic = executor.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
        drain(executor);
        thread.stop();

        assertThrows(CancellationException.class, () -> delayed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertThrows(CancellationException.class, () -> periodic.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void laterWorkIsRejected(ThreadKind kind) throws Exception {
        var thread = startLoop(kind);
        RunLoopExecutor executor = RunLoopExecutors.on(thread.loop());
        thread.close();

        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        assertThrows(RejectedExecutionException.class, () -> executor.schedule(() -> {}, 1, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void theExecutorTerminates(ThreadKind kind) throws Exception {
        var thread = startLoop(kind);
        RunLoopExecutor executor = RunLoopExecutors.on(thread.loop());
        thread.stop();

        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertTrue(executor.isShutdown());
    }

    @ParameterizedTest
    @EnumSource
    void anExecutorThatIsBeingShutDownTerminates(ThreadKind kind) throws Exception {
        var thread = startLoop(kind);
        RunLoopExecutor executor = RunLoopExecutors.on(thread.loop());
        Future<?> delayed = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        executor.shutdown();
        thread.stop();

        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertTrue(delayed.isCancelled());
    }

    @ParameterizedTest
    @EnumSource
    void noOtherExecutorCanBePutOnTheLoop(ThreadKind kind) {
        var thread = startLoop(kind);
        thread.close();

        assertThrows(RunLoopEndedException.class, () -> RunLoopExecutors.on(thread.loop()));
    }

    @ParameterizedTest
    @EnumSource
    void thatRunsNoLoopTasksAreCancelledToo(ThreadKind kind) throws Exception {
        var loop = new AtomicReference<RunLoop>();
        var made = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        start(kind, () -> {
            loop.set(RunLoop.current());
            made.countDown();
            await(end);
        });
        await(made);
        RunLoopExecutor executor = RunLoopExecutors.on(loop.get());
        Future<?> queued = executor.submit(() -> {});
        end.countDown();

        assertThrows(CancellationException.class, () -> queued.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
}
