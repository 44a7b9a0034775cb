package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A decorator")
class DecoratorTest extends ExecutorTest {
    private static final ScopedValue<String> REQUEST = ScopedValue.newInstance();

    /** Has the task see what is bound here. */
    private static Runnable bound(Runnable task) {
        ScopedValue.Carrier carrier = ScopedValue.where(REQUEST, REQUEST.get());
        return () -> carrier.run(task);
    }

    private RunLoopExecutor open(ThreadKind kind, UnaryOperator<Runnable> decorator) {
        RunLoopExecutorBuilder builder = RunLoopExecutor.builder();
        return closing((kind == ThreadKind.PLATFORM ? builder.platform() : builder.virtual())
                .decorator(decorator)
                .build());
    }

    private RunLoopExecutor openBinding(ThreadKind kind) {
        return open(kind, task -> REQUEST.isBound() ? bound(task) : task);
    }

    private static <V> V inRequest(Callable<V> call) throws Exception {
        return ScopedValue.where(REQUEST, "request 42").call(call::call);
    }

    @ParameterizedTest
    @EnumSource
    void canTakeAScopedValueAlongToASubmittedTask(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = openBinding(kind);

        assertEquals(
                "request 42", inRequest(() -> executor.submit(REQUEST::get)).get());
        assertFalse(executor.submit(REQUEST::isBound).get());
    }

    @ParameterizedTest
    @EnumSource
    void canTakeAScopedValueAlongToADelayedTask(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = openBinding(kind);

        assertEquals(
                "request 42",
                inRequest(() -> executor.schedule(REQUEST::get, 1, TimeUnit.MILLISECONDS))
                        .get());
    }

    @ParameterizedTest
    @EnumSource
    void canTakeAScopedValueAlongToTheTasksOfInvokeAll(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = openBinding(kind);
        List<Callable<String>> tasks = List.of(REQUEST::get);

        assertEquals(
                "request 42",
                inRequest(() -> executor.invokeAll(tasks)).getFirst().get());
    }

    @ParameterizedTest
    @EnumSource
    void canTakeAScopedValueAlongToTheTaskOfACompletableFuture(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = openBinding(kind);

        assertEquals(
                "request 42",
                inRequest(() -> executor.supplyAsync(REQUEST::get)).get());
    }

    @ParameterizedTest
    @EnumSource
    void isAskedOnceForAPeriodicTaskAndItsWorkRunsEachTime(ThreadKind kind) throws Exception {
        var asked = new AtomicInteger();
        var wrapped = new CountDownLatch(3);
        RunLoopExecutor executor = open(kind, task -> {
            asked.incrementAndGet();
            return () -> {
                wrapped.countDown();
                task.run();
            };
        });
        var _ = executor.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.MILLISECONDS);

        await(wrapped);
        assertEquals(1, asked.get());
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheTasksThatAreHandedBackAsTheyWere(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind, task -> () -> task.run());
        block(executor);
        Runnable plain = new Roadblock();
        executor.execute(plain);
        Future<?> future = executor.submit(() -> {});

        assertEquals(List.of(plain, future), executor.shutdownNow());
    }

    @ParameterizedTest
    @EnumSource
    void thatAnswersNullIsRefused(ThreadKind kind) {
        RunLoopExecutor executor = open(kind, task -> null);

        var refusal = assertThrows(NullPointerException.class, () -> executor.execute(() -> {}));
        assertTrue(refusal.getMessage().startsWith("decorator"), refusal::getMessage);
    }
}
