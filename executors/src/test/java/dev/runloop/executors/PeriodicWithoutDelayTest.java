package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A periodic task that begins at once, or a nanosecond later, and waits for its first run,")
class PeriodicWithoutDelayTest extends ExecutorTest {

    private static List<ScheduledFuture<?>> schedule(RunLoopExecutor executor) {
        return Stream.of(-1L, 0L, 1L)
                .<ScheduledFuture<?>>flatMap(delay -> Stream.of(
                        executor.scheduleAtFixedRate(() -> {}, delay, 1, TimeUnit.NANOSECONDS),
                        executor.scheduleWithFixedDelay(() -> {}, delay, 1, TimeUnit.NANOSECONDS)))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void isCancelledWhenShutdownReturns(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<String> ran = new ArrayList<>();
        var roadblock = block(executor);
        executor.execute(() -> ran.add("before"));
        List<ScheduledFuture<?>> futures = schedule(executor);
        executor.execute(() -> ran.add("after"));
        executor.shutdown();

        futures.forEach(future -> assertTrue(future.isCancelled()));
        roadblock.open();
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(List.of("before", "after"), ran);
    }

    @ParameterizedTest
    @EnumSource
    void keepsNoLoopThatIsNotRunFromTheEndOfItsExecutor(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = RunLoopExecutors.on(startLoop(kind).loop(), RunLoopMode.of("never runs"));
        schedule(executor);
        executor.shutdown();

        assertTrue(executor.isTerminated());
    }

    @ParameterizedTest
    @EnumSource
    void goesOnIfThePolicySaysSo(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = RunLoopExecutor.builder()
                .loop(startLoop(kind).loop())
                .shutdownPolicy(new ShutdownPolicy(true, true))
                .build();
        var roadblock = block(executor);
        List<ScheduledFuture<?>> futures = schedule(executor);
        executor.shutdown();

        futures.forEach(future -> assertFalse(future.isCancelled()));
        executor.shutdownNow();
        roadblock.open();
    }

    @ParameterizedTest
    @EnumSource
    void isHandedBackByShutdownNow(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var roadblock = block(executor);
        List<ScheduledFuture<?>> futures = schedule(executor);
        List<Runnable> neverRan = executor.shutdownNow();

        assertEquals(futures.size(), neverRan.size());
        assertTrue(neverRan.containsAll(futures));
        assertTrue(futures.stream().noneMatch(Future::isCancelled));
        roadblock.open();
    }
}
