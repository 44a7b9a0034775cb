package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Of two tasks, one of which is run by the other on their loop,")
class CallerRunsTest extends ExecutorTest {

    /** By what the inner task comes to run inside the outer one. */
    enum Way {
        FOR_WANT_OF_ROOM,
        BY_A_CALL_OF_RUN,
        BY_ANOTHER_EXECUTOR_OF_THE_LOOP;

        void run(Runnable task, RunLoopExecutor executor) {
            switch (this) {
                case FOR_WANT_OF_ROOM -> {
                    executor.execute(() -> {});
                    executor.execute(task);
                }
                case BY_A_CALL_OF_RUN -> task.run();
                case BY_ANOTHER_EXECUTOR_OF_THE_LOOP -> {
                    RunLoopExecutor other = RunLoopExecutor.builder()
                            .loop(executor.loop())
                            .capacity(1, OverflowPolicy.CALLER_RUNS)
                            .build();
                    other.execute(() -> {});
                    other.execute(() -> {});
                    other.execute(task);
                    other.shutdown();
                }
            }
        }
    }

    private final Roadblock inner = new Roadblock();
    private final Roadblock outer = new Roadblock();
    private final AtomicBoolean outerSaw = new AtomicBoolean();

    private RunLoopExecutor open(ThreadKind kind, OverflowPolicy policy) {
        RunLoopExecutorBuilder builder = RunLoopExecutor.builder().capacity(1, policy);
        RunLoopExecutor executor = (kind == ThreadKind.PLATFORM ? builder.platform() : builder.virtual()).build();
        closing((AutoCloseable) executor::shutdownNow);
        closing((AutoCloseable) inner::open);
        closing((AutoCloseable) outer::open);
        return executor;
    }

    @ParameterizedTest
    @CsvSource({
        "PLATFORM, FOR_WANT_OF_ROOM", "VIRTUAL, FOR_WANT_OF_ROOM",
        "PLATFORM, BY_A_CALL_OF_RUN", "VIRTUAL, BY_A_CALL_OF_RUN",
        "PLATFORM, BY_ANOTHER_EXECUTOR_OF_THE_LOOP"
    })
    void theOuterOneSeesNoInterruptOfTheInnerOne(ThreadKind kind, Way way) throws Exception {
        RunLoopExecutor executor = open(kind, OverflowPolicy.CALLER_RUNS);
        Future<?> task = executor.schedule(inner, 1, TimeUnit.HOURS);
        var ended = new CompletableFuture<Boolean>();
        executor.execute(() -> {
            way.run((Runnable) task, executor);
            ended.complete(Thread.currentThread().isInterrupted());
        });
        inner.awaitReached();

        assertTrue(task.cancel(true));
        inner.awaitInterrupted();
        assertFalse(ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @CsvSource({
        "PLATFORM, FOR_WANT_OF_ROOM", "VIRTUAL, FOR_WANT_OF_ROOM",
        "PLATFORM, BY_A_CALL_OF_RUN", "VIRTUAL, BY_A_CALL_OF_RUN",
        "PLATFORM, BY_ANOTHER_EXECUTOR_OF_THE_LOOP"
    })
    void theInnerOneSeesNoInterruptOfTheOuterOneWhichComesAfterwards(ThreadKind kind, Way way) throws Exception {
        RunLoopExecutor executor = open(kind, OverflowPolicy.CALLER_RUNS);
        Future<?> task = executor.schedule(inner, 1, TimeUnit.HOURS);
        Future<?> around = executor.submit(() -> {
            way.run((Runnable) task, executor);
            outerSaw.set(Thread.currentThread().isInterrupted());
            outer.run();
        });
        inner.awaitReached();

        assertTrue(around.cancel(true));
        inner.open();
        outer.awaitInterrupted();
        assertFalse(inner.wasInterrupted());
        assertTrue(outerSaw.get());
    }
}
