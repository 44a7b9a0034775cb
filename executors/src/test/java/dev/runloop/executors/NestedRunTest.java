package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A task that runs the loop")
class NestedRunTest extends ExecutorTest {

    private static void runNested(RunLoop loop) {
        loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(2), false);
    }

    private static void run(RunLoop loop) {
        loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(10), false);
    }

    @ParameterizedTest
    @EnumSource
    void hasItRunTasksThatItHandsOver(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            executor.execute(() -> {
                executor.execute(() -> ran.add("inner"));
                runNested(loop);
                ran.add("outer");
            });

            run(loop);
            assertEquals(List.of("inner", "outer"), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void hasItRunTasksThatWereQueuedBehindIt(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            executor.execute(() -> {
                runNested(loop);
                ran.add("outer");
            });
            executor.execute(() -> ran.add("behind"));

            run(loop);
            assertEquals(List.of("behind", "outer"), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void hasItRunTasksThatOthersHandOver(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        RunLoop loop = executor.loop();
        var nested = new Roadblock();
        Future<?> outer = executor.submit(() -> {
            executor.execute(nested);
            loop.runInMode(RunLoopMode.DEFAULT, PATIENCE, false);
        });
        nested.awaitReached();
        Future<Boolean> inner = executor.submit(() -> {
            loop.stop();
            return outer.isDone();
        });
        nested.open();

        assertFalse(inner.get());
        outer.get();
    }

    @ParameterizedTest
    @EnumSource
    void hasItRunDelayedTasks(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            var _ = executor.schedule(() -> ran.add("delayed"), 1, TimeUnit.SECONDS);
            executor.execute(() -> {
                runNested(loop);
                ran.add("outer");
            });

            run(loop);
            assertEquals(List.of("delayed", "outer"), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void hasItRunQueuedTasksWhenItIsADelayedOne(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            var _ = executor.schedule(
                    () -> {
                        executor.execute(() -> ran.add("queued"));
                        runNested(loop);
                        ran.add("outer");
                    },
                    1,
                    TimeUnit.SECONDS);

            run(loop);
            assertEquals(List.of("queued", "outer"), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void hasItRunDelayedTasksWhenItIsADelayedOne(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            var _ = executor.schedule(
                    () -> {
                        runNested(loop);
                        ran.add("outer");
                    },
                    1,
                    TimeUnit.SECONDS);
            var _ = executor.schedule(() -> ran.add("delayed"), 2, TimeUnit.SECONDS);

            run(loop);
            assertEquals(List.of("delayed", "outer"), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheOrderOfTheTasks(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<Integer> ran = new ArrayList<>();
            executor.execute(() -> {
                executor.execute(() -> ran.add(3));
                runNested(loop);
            });
            executor.execute(() -> ran.add(1));
            executor.execute(() -> ran.add(2));

            run(loop);
            assertEquals(List.of(1, 2, 3), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void inAnotherModeLeavesTheTasksWaiting(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopMode modal = RunLoopMode.of("modal of a test");
            RunLoopExecutors.on(loop, modal);
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            executor.execute(() -> {
                executor.execute(() -> ran.add("inner"));
                loop.runInMode(modal, Duration.ofSeconds(1), false);
                ran.add("outer");
            });

            run(loop);
            assertEquals(List.of("outer", "inner"), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void isNotOverForTheExecutorWhenANestedTaskEnds(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            var terminated = new AtomicReference<Boolean>();
            executor.execute(() -> {
                executor.execute(executor::shutdown);
                runNested(loop);
                terminated.set(executor.isTerminated());
            });

            run(loop);
            assertFalse(terminated.get());
            assertTrue(executor.isTerminated());
        });
    }

    @ParameterizedTest
    @EnumSource
    void isStillInterruptedAfterANestedTask(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        RunLoop loop = executor.loop();
        var outer = new Roadblock();
        executor.execute(() -> {
            executor.execute(loop::stop);
            loop.runInMode(RunLoopMode.DEFAULT, PATIENCE, false);
            outer.run();
        });
        outer.awaitReached();

        executor.shutdownNow();
        outer.awaitInterrupted();
    }
}
