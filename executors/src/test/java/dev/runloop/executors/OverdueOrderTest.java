package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A delayed task that has become due behind others without a delay")
class OverdueOrderTest extends ExecutorTest {
    private static final int LONG_ROW = 20_000;

    private static void run(RunLoop loop) {
        loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMinutes(10), false);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, LONG_ROW})
    void runsAfterWhatWasHandedOverBeforeIt(int before) {
        onVirtualTime(ThreadKind.PLATFORM, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            for (int i = 0; i < before; i++) {
                executor.execute(() -> clock.advance(Duration.ofMillis(2)));
            }
            executor.execute(() -> ran.add("init"));
            var _ = executor.schedule(() -> ran.add("use"), 1, TimeUnit.MILLISECONDS);
            run(loop);

            assertEquals(List.of("init", "use"), ran);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, LONG_ROW})
    void runsAfterWhatWasHandedOverNext(int before) {
        onVirtualTime(ThreadKind.VIRTUAL, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            for (int i = 0; i < before; i++) {
                executor.execute(() -> clock.advance(Duration.ofMillis(2)));
            }
            var _ = executor.schedule(() -> ran.add("timeout"), 10, TimeUnit.MILLISECONDS);
            executor.execute(() -> ran.add("work"));
            clock.advance(Duration.ofMillis(20));
            run(loop);

            assertEquals(List.of("work", "timeout"), ran);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void runsAfterWhatWasHandedOverNextWhileTheLoopWasBusy(boolean withDelayedTask) {
        onVirtualTime(ThreadKind.PLATFORM, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            Runnable busy = () -> {
                var _ = executor.schedule(() -> ran.add("timeout"), 10, TimeUnit.MILLISECONDS);
                executor.execute(() -> ran.add("work"));
                clock.advance(Duration.ofMillis(20));
            };
            var _ = executor.schedule(busy, withDelayedTask ? 1 : 0, TimeUnit.MILLISECONDS);
            run(loop);

            assertEquals(List.of("work", "timeout"), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void overtakesThoseThatWereHandedOverAfterItOneBatchLater(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<Integer> ranBefore = new ArrayList<>();
            List<String> ran = new ArrayList<>();
            var _ = executor.schedule(() -> ranBefore.add(ran.size()), 10, TimeUnit.MILLISECONDS);
            for (int i = 0; i < LONG_ROW; i++) {
                executor.execute(() -> ran.add(""));
            }
            clock.advance(Duration.ofMillis(10));
            run(loop);

            assertEquals(List.of(TaskDrain.MOST_TASKS_AT_ONCE), ranBefore);
        });
    }

    @ParameterizedTest
    @EnumSource
    void isNotHeldUpByTasksThatThrow(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            var exceptions = exceptionsOf(loop);
            List<Integer> ranBefore = new ArrayList<>();
            var _ = executor.schedule(() -> ranBefore.add(exceptions.size()), 1, TimeUnit.MILLISECONDS);
            for (int i = 0; i < 100; i++) {
                executor.execute(() -> {
                    throw new IllegalStateException("as intended");
                });
            }
            clock.advance(Duration.ofMillis(1));
            run(loop);

            assertEquals(List.of(1), ranBefore);
        });
    }
}
