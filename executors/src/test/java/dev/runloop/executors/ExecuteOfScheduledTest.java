package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A scheduled task that is executed runs at once, and once")
class ExecuteOfScheduledTest extends ExecutorTest {
    private final AtomicInteger runs = new AtomicInteger();

    private Runnable scheduleForLater(RunLoopExecutor executor) throws Exception {
        ScheduledFuture<?> future = executor.schedule(runs::incrementAndGet, 1, TimeUnit.HOURS);
        drain(executor);
        return (Runnable) future;
    }

    private void awaitOneRun() {
        Awaitility.await().atMost(PATIENCE).until(() -> runs.get() == 1);
    }

    @ParameterizedTest
    @EnumSource
    void byItsOwnExecutor(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var _ = executor.schedule(() -> {}, 1, TimeUnit.MINUTES);
        executor.execute(scheduleForLater(executor));

        awaitOneRun();
        Awaitility.await().atMost(PATIENCE).until(() -> executor.delayedTaskCount() == 1);
    }

    @ParameterizedTest
    @EnumSource
    void byAViewOfItsOwnExecutor(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Executor view = executor.withOrder(-1);
        view.execute(scheduleForLater(executor));

        awaitOneRun();
    }

    @ParameterizedTest
    @EnumSource
    void byOneWithOtherDelayedTasksAfterItWasHandedBack(LoopKind kind) throws Exception {
        RunLoopExecutor from = open(kind);
        scheduleForLater(from);
        RunLoopExecutor to = open(kind);
        var _ = to.schedule(() -> {}, 1, TimeUnit.MINUTES);
        drain(to);
        from.shutdownNow().forEach(to::execute);

        awaitOneRun();
    }

    @ParameterizedTest
    @EnumSource
    void byAnExecutorOfSomebodyElse(LoopKind kind) throws Exception {
        RunLoopExecutor from = open(kind);
        try (var to = new ScheduledThreadPoolExecutor(1)) {
            to.execute(scheduleForLater(from));
            awaitOneRun();
        }
        Awaitility.await().atMost(PATIENCE).until(() -> from.delayedTaskCount() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void byTheThreadThatCallsRun(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Runnable here = scheduleForLater(executor);
        here.run();
        here.run();

        assertEquals(1, runs.get());
        Awaitility.await().atMost(PATIENCE).until(() -> executor.delayedTaskCount() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void andDoesNotPutOffTheEnd(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        executor.execute(scheduleForLater(executor));
        executor.shutdown();

        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(1, runs.get());
    }

    @ParameterizedTest
    @EnumSource
    void asItsDecoratorHasMadeIt(ThreadKind kind) throws Exception {
        UnaryOperator<Runnable> twice = task -> () -> {
            runs.incrementAndGet();
            task.run();
        };
        RunLoopExecutor executor =
                closing(RunLoopExecutor.builder().decorator(twice).build());
        var future = executor.schedule(() -> "ran", 1, TimeUnit.HOURS);
        ((Runnable) future).run();

        assertEquals("ran", future.get());
        assertEquals(1, runs.get());
    }

    @ParameterizedTest
    @EnumSource
    void besideItsDatesIfItIsPeriodic(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<Duration> ran = new ArrayList<>();
            var tick = executor.scheduleAtFixedRate(() -> ran.add(clock.elapsed()), 10, 10, TimeUnit.SECONDS);
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(5), false);
            executor.execute((Runnable) tick);
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(26), false);

            assertEquals(
                    List.of(5, 10, 20, 30),
                    ran.stream().map(Duration::toSeconds).map(Long::intValue).toList());
        });
    }
}
