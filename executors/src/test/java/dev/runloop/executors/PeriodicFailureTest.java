package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A periodic task that throws")
class PeriodicFailureTest extends ExecutorTest {
    private final RuntimeException thrown = new IllegalStateException("thrown by a task");
    private final AtomicInteger runs = new AtomicInteger();

    private void throwInTheThirdRun() {
        if (runs.incrementAndGet() == 3) {
            throw thrown;
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesItsExceptionToTheOneWhoWaits(LoopKind kind) {
        RunLoopExecutor executor = open(kind);
        exceptionsOf(executor.loop());
        ScheduledFuture<?> future = executor.scheduleAtFixedRate(this::throwInTheThirdRun, 0, 1, TimeUnit.MILLISECONDS);

        assertSame(thrown, assertThrows(ExecutionException.class, future::get).getCause());
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheExceptionHandler(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Queue<Throwable> exceptions = exceptionsOf(executor.loop());
        ScheduledFuture<?> future =
                executor.scheduleWithFixedDelay(this::throwInTheThirdRun, 0, 1, TimeUnit.MILLISECONDS);

        assertThrows(ExecutionException.class, future::get);
        drain(executor);
        assertEquals(List.of(thrown), List.copyOf(exceptions));
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheExceptionHandlerAlsoWhenTheFirstRunIsImmediate(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Queue<Throwable> exceptions = exceptionsOf(executor.loop());
        var _ = executor.scheduleAtFixedRate(
                () -> {
                    throw thrown;
                },
                0,
                1,
                TimeUnit.MILLISECONDS);

        drain(executor);
        assertEquals(List.of(thrown), List.copyOf(exceptions));
    }

    @ParameterizedTest
    @EnumSource
    void runsNoMore(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        exceptionsOf(executor.loop());
        ScheduledFuture<?> future = executor.scheduleAtFixedRate(this::throwInTheThirdRun, 0, 1, TimeUnit.MILLISECONDS);

        assertThrows(ExecutionException.class, future::get);
        executor.schedule(() -> {}, 20, TimeUnit.MILLISECONDS).get();
        assertEquals(3, runs.get());
    }

    @ParameterizedTest
    @EnumSource
    void doesNotKeepOtherDelayedTasksFromRunning(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        exceptionsOf(executor.loop());
        ScheduledFuture<String> other = executor.schedule(() -> "other", 10, TimeUnit.MILLISECONDS);
        var _ = executor.scheduleAtFixedRate(this::throwInTheThirdRun, 0, 1, TimeUnit.MILLISECONDS);

        assertEquals("other", other.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
}
