package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

@DisplayName("Tasks without a delay run in the order in which they were handed over, by whatever call")
class OrderWithoutDelayTest extends ExecutorTest {
    private static final List<String> ALL = List.of("A", "B", "C", "D", "E", "F", "G");

    private static void handOverAll(RunLoopExecutor executor, List<String> ran) {
        var _ = executor.schedule(() -> ran.add("A"), 0, TimeUnit.MILLISECONDS);
        executor.execute(() -> ran.add("B"));
        var _ = executor.submit(() -> ran.add("C"));
        var _ = executor.schedule(() -> ran.add("D"), Long.MIN_VALUE, TimeUnit.DAYS);
        var _ = executor.scheduleAtFixedRate(() -> ran.add("E"), 0, 1, TimeUnit.HOURS);
        var _ = executor.scheduleWithFixedDelay(() -> ran.add("F"), -1, 1, TimeUnit.HOURS);
        var _ = executor.supplyAsync(() -> ran.add("G"), Duration.ofSeconds(-1));
    }

    @ParameterizedTest
    @EnumSource
    void whileNothingIsDue(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            handOverAll(executor, ran);
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(1), false);

            assertEquals(ALL, ran);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 50, 500})
    void whileSomethingIsOverdue(long delay) {
        onVirtualTime(ThreadKind.PLATFORM, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            var _ = executor.schedule(() -> ran.add("timer"), delay, TimeUnit.MILLISECONDS);
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
            executor.execute(() -> {
                clock.advance(Duration.ofSeconds(1));
                handOverAll(executor, ran);
            });
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMinutes(1), false);

            ran.remove("timer");
            assertEquals(ALL, ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void andAreCountedWhereTheyWait(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var roadblock = block(executor);
        handOverAll(executor, new ArrayList<>());

        assertEquals(ALL.size(), executor.queuedTaskCount());
        assertEquals(0, executor.delayedTaskCount());
        roadblock.open();
        drain(executor);
        assertEquals(2, executor.delayedTaskCount());
    }
}
