package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A thread as an executor")
class PerformExecutorTest extends PerformTest {

    @ParameterizedTest
    @EnumSource
    void runsTasksOnTheThread(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        Executor executor = Perform.executor(target.thread());

        assertSame(
                target.thread(),
                CompletableFuture.supplyAsync(Thread::currentThread, executor).get());
    }

    @ParameterizedTest
    @EnumSource
    void runsTasksInTheOrderOfTheirSender(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        Executor executor = Perform.executor(target.thread());
        List<Integer> ran = new ArrayList<>();
        executor.execute(() -> ran.add(1));
        Perform.onThread(target.thread(), () -> ran.add(2));
        executor.execute(() -> ran.add(3));

        drain(target);
        assertEquals(List.of(1, 2, 3), ran);
    }

    @ParameterizedTest
    @EnumSource
    void neverRunsATaskInTheCall(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        Executor executor = Perform.executor(target.thread());
        boolean ranInTheCall = Perform.onThreadAndWait(target.thread(), () -> {
            boolean[] ran = new boolean[1];
            executor.execute(() -> ran[0] = true);
            return ran[0];
        });

        assertFalse(ranInTheCall);
    }

    @ParameterizedTest
    @EnumSource
    void runsTasksInItsModesOnly(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopMode mode = RunLoopMode.of("mode of a test");
            Executor executor = Perform.executor(loop.thread(), mode);
            List<RunLoopMode> ranIn = new ArrayList<>();
            executor.execute(() -> ranIn.add(loop.currentMode().orElseThrow()));

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
            loop.runInMode(mode, Duration.ZERO, false);
            assertEquals(List.of(mode), ranIn);
        });
    }

    @ParameterizedTest
    @EnumSource
    void takesTheSameModeTwiceForOnce(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Executor executor = Perform.executor(loop.thread(), RunLoopMode.DEFAULT, RunLoopMode.DEFAULT);
            List<String> ran = new ArrayList<>();
            executor.execute(() -> ran.add("once"));

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
            assertEquals(List.of("once"), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void holdsNothingInTheLoopWhileNothingIsPending(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.executor(loop.thread()).execute(() -> {});

            assertEquals(RunLoopResult.FINISHED, loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(1), false));
        });
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheExceptionHandlerWhatATaskThrows(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var exceptions = exceptionsOf(target.loop());
        var thrown = new IllegalStateException("thrown by a task");
        Perform.executor(target.thread()).execute(() -> {
            throw thrown;
        });

        drain(target);
        assertEquals(List.of(thrown), List.copyOf(exceptions));
    }

    @ParameterizedTest
    @EnumSource
    void refusesTasksOnceTheThreadHasEnded(ThreadKind kind) {
        var target = startLoop(kind);
        Executor executor = Perform.executor(target.thread());
        target.close();

        assertThrows(RunLoopEndedException.class, () -> executor.execute(() -> {}));
    }
}
