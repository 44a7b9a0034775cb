package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("An executor on a borrowed loop")
class BorrowedLoopTest extends ExecutorTest {
    private static final RunLoopMode MODE = RunLoopMode.of("mode of a test");
    private static final RunLoopMode OTHER = RunLoopMode.of("other mode of a test");

    private static RunLoopResult run(RunLoop loop, RunLoopMode mode) {
        return loop.runInMode(mode, Duration.ofSeconds(10), false);
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheLoopFromFinishing(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            assertEquals(RunLoopResult.FINISHED, run(loop, RunLoopMode.DEFAULT));
            RunLoopExecutors.on(loop);
            assertEquals(RunLoopResult.TIMED_OUT, run(loop, RunLoopMode.DEFAULT));
        });
    }

    @ParameterizedTest
    @EnumSource
    void letsTheLoopFinishOnceItIsShutDown(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            executor.execute(() -> {});
            var _ = executor.schedule(() -> {}, 1, TimeUnit.SECONDS);
            executor.shutdown();

            assertEquals(RunLoopResult.FINISHED, run(loop, RunLoopMode.DEFAULT));
            assertEquals(Duration.ofSeconds(1), clock.elapsed());
        });
    }

    @ParameterizedTest
    @EnumSource
    void letsASleepingLoopFinishWhenAnotherThreadShutsItDown(ThreadKind kind) throws Exception {
        var borrowed = new AtomicReference<RunLoopExecutor>();
        var result = new AtomicReference<RunLoopResult>();
        Thread thread = start(kind, () -> {
            borrowed.set(RunLoopExecutors.on(RunLoop.current()));
            result.set(RunLoop.current().runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(5), false));
        });
        Awaitility.await()
                .until(() -> borrowed.get() != null && borrowed.get().loop().isWaiting());
        borrowed.get().shutdown();

        assertTrue(thread.join(PATIENCE));
        assertEquals(RunLoopResult.FINISHED, result.get());
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoTimerBehindWhenItIsStopped(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            var _ = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
            run(loop, RunLoopMode.DEFAULT);
            executor.shutdownNow();

            assertEquals(RunLoopResult.FINISHED, run(loop, RunLoopMode.DEFAULT));
            assertTrue(loop.nextTimerFireDate(RunLoopMode.DEFAULT).isEmpty());
        });
    }

    @ParameterizedTest
    @EnumSource
    void terminatesAtOnceWhenItIsStoppedWhileTheLoopDoesNotRun(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            executor.execute(() -> {});

            assertEquals(1, executor.shutdownNow().size());
            assertTrue(executor.isTerminated());
        });
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheThreadRunning(ThreadKind kind) throws Exception {
        var loop = startLoop(kind).loop();
        RunLoopExecutor first = RunLoopExecutors.on(loop);
        first.close();

        try (RunLoopExecutor second = RunLoopExecutors.on(loop)) {
            assertEquals("still runs", second.submit(() -> "still runs").get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void letsTasksWaitInModesThatItWasNotMadeFor(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop, MODE);
            Future<?> task = executor.submit(() -> {});
            ScheduledFuture<?> delayed = executor.schedule(() -> {}, 1, TimeUnit.SECONDS);
            RunLoopExecutors.on(loop, OTHER);

            assertEquals(RunLoopResult.TIMED_OUT, run(loop, OTHER));
            assertFalse(task.isDone() || delayed.isDone());
            run(loop, MODE);
            assertTrue(task.isDone() && delayed.isDone());
        });
    }

    @ParameterizedTest
    @EnumSource
    void runsTasksInEachModeThatItWasMadeFor(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop, MODE, OTHER);
            List<RunLoopMode> ranIn = new ArrayList<>();
            for (RunLoopMode mode : List.of(MODE, OTHER)) {
                executor.execute(() -> ranIn.add(loop.currentMode().orElseThrow()));
                var _ = executor.schedule(() -> ranIn.add(loop.currentMode().orElseThrow()), 1, TimeUnit.SECONDS);
                run(loop, mode);
            }

            assertEquals(List.of(MODE, MODE, OTHER, OTHER), ranIn);
        });
    }

    @ParameterizedTest
    @EnumSource
    void runsTasksInTheCommonModesIfNoneIsGiven(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            loop.addCommonMode(MODE);
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            loop.addCommonMode(OTHER);
            for (RunLoopMode mode : List.of(RunLoopMode.DEFAULT, MODE, OTHER)) {
                Future<?> task = executor.submit(() -> {});
                ScheduledFuture<?> delayed = executor.schedule(() -> {}, 1, TimeUnit.SECONDS);
                run(loop, mode);

                assertTrue(task.isDone() && delayed.isDone(), () -> "in " + mode);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void leavesAllItsModesEmpty(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop, MODE, OTHER);
            var _ = executor.schedule(() -> {}, 1, TimeUnit.SECONDS);
            run(loop, MODE);
            executor.shutdown();

            assertEquals(RunLoopResult.FINISHED, run(loop, MODE));
            assertEquals(RunLoopResult.FINISHED, run(loop, OTHER));
        });
    }

    @ParameterizedTest
    @EnumSource
    void countsAsAHandledSource(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutors.on(loop).execute(() -> {});

            assertEquals(
                    RunLoopResult.HANDLED_SOURCE, loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(1), true));
        });
    }

    @ParameterizedTest
    @EnumSource
    void sharesTheLoopWithAnother(ThreadKind kind) throws Exception {
        var loop = startLoop(kind).loop();
        RunLoopExecutor first = RunLoopExecutors.on(loop);
        RunLoopExecutor second = RunLoopExecutors.on(loop);

        var threads = Set.of(first.submit(Thread::currentThread).get());
        assertEquals(threads, Set.of(second.submit(Thread::currentThread).get()));
    }

    @ParameterizedTest
    @EnumSource
    void outlivesAnotherOnTheSameLoop(ThreadKind kind) throws Exception {
        var loop = startLoop(kind).loop();
        RunLoopExecutor first = RunLoopExecutors.on(loop);
        RunLoopExecutor second = RunLoopExecutors.on(loop);
        ScheduledFuture<String> delayed = second.schedule(() -> "delayed", 20, TimeUnit.MILLISECONDS);
        var _ = first.schedule(() -> {}, 1, TimeUnit.HOURS);

        first.shutdownNow();
        assertEquals("delayed", delayed.get());
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingInTheLoopHoweverStoppingRacesWithItsFirstDelayedTask(ThreadKind kind) {
        start(kind, () -> {
            RunLoop loop = RunLoop.current();
            for (int round = 0; round < 2_000; round++) {
                int pause = round % 500;
                RunLoopExecutor executor = RunLoopExecutors.on(loop);
                Thread stopper = start(ThreadKind.PLATFORM, () -> {
                    var _ = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
                    for (int i = 0; i < pause; i++) {
                        Thread.onSpinWait();
                    }
                    executor.shutdownNow();
                });
                while (stopper.isAlive()) {
                    loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(1), false);
                }

                var result = loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
                assertEquals(RunLoopResult.FINISHED, result, "round " + round);
            }
        });
    }
}
