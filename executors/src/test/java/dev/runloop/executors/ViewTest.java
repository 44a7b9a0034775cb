package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A view of an executor")
class ViewTest extends ExecutorTest {
    private static final RunLoopMode MODE = RunLoopMode.of("mode of a test");

    @ParameterizedTest
    @EnumSource
    void runsTasksInItsModesOnly(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            executor.inModes(MODE).execute(() -> ran.add("in mode"));
            executor.execute(() -> ran.add("in default mode"));

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
            assertEquals(List.of("in default mode"), ran);
            loop.runInMode(MODE, Duration.ZERO, false);
            assertEquals(List.of("in default mode", "in mode"), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void ofALowerOrderComesFirst(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            executor.withOrder(1).execute(() -> ran.add("last"));
            executor.execute(() -> ran.add("middle"));
            executor.withOrder(-1).execute(() -> ran.add("first"));

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
            assertEquals(List.of("first", "middle", "last"), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameForTheSameModesOrOrder(LoopKind kind) {
        RunLoopExecutor executor = open(kind);
        Executor view = executor.inModes(MODE);

        assertSame(view, executor.inModes(MODE));
        assertNotSame(view, executor.withOrder(1));
    }

    @ParameterizedTest
    @EnumSource
    void isShutDownWithTheExecutor(LoopKind kind) {
        RunLoopExecutor executor = open(kind);
        Executor view = executor.withOrder(1);
        executor.shutdown();

        assertThrows(RejectedExecutionException.class, () -> view.execute(() -> {}));
        assertThrows(RejectedExecutionException.class, () -> executor.withOrder(2));
    }

    @ParameterizedTest
    @EnumSource
    void isWaitedForAtTheEnd(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            executor.inModes(MODE).execute(() -> {});
            executor.shutdown();

            assertFalse(executor.isTerminated());
            assertEquals(RunLoopResult.FINISHED, loop.runInMode(MODE, Duration.ofSeconds(1), false));
            assertTrue(executor.isTerminated());
        });
    }

    @ParameterizedTest
    @EnumSource
    void handsItsTasksBackToo(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        block(executor);
        Runnable own = new Roadblock();
        Runnable ofView = new Roadblock();
        executor.withOrder(1).execute(ofView);
        executor.execute(own);

        assertEquals(List.of(own, ofView), executor.shutdownNow());
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void endsWithTheLoop(ThreadKind kind) throws Exception {
        var thread = startLoop(kind);
        RunLoopExecutor executor = RunLoopExecutors.on(thread.loop());
        Executor view = executor.inModes(MODE);
        thread.close();

        assertThrows(RejectedExecutionException.class, () -> view.execute(() -> {}));
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
}
