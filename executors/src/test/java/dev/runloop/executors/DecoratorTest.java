package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.internal.trace.Handoffs;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.function.Executable;
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

    /** Every way to hang a dependent on a future, each of which answers what the dependent sees bound. */
    @SuppressWarnings("FutureReturnValueIgnored") // of those that answer nothing
    private static List<Function<CompletableFuture<String>, CompletionStage<String>>> dependents() {
        CompletableFuture<String> done = CompletableFuture.completedFuture("");
        CompletableFuture<String> never = new CompletableFuture<>();
        return List.of(
                future -> future.thenApply(value -> REQUEST.get()),
                future -> future.thenApplyAsync(value -> REQUEST.get()),
                future -> future.handle((value, exception) -> REQUEST.get()),
                future -> future.handleAsync((value, exception) -> REQUEST.get()),
                future -> future.thenCompose(value -> CompletableFuture.completedFuture(REQUEST.get())),
                future -> future.thenCombine(done, (value, other) -> REQUEST.get()),
                future -> future.applyToEither(never, value -> REQUEST.get()),
                future -> future.minimalCompletionStage().thenApply(value -> REQUEST.get()),
                future -> future.copy().thenApply(value -> REQUEST.get()),
                future -> future.<String>newIncompleteFuture().completeAsync(REQUEST::get),
                future -> future.thenCompose(value -> CompletableFuture.<String>failedFuture(new TimeoutException()))
                        .exceptionally(exception -> REQUEST.get()),
                future -> future.thenCompose(value -> CompletableFuture.<String>failedFuture(new TimeoutException()))
                        .exceptionallyCompose(exception -> CompletableFuture.completedFuture(REQUEST.get())),
                future -> seen(told -> future.thenAccept(value -> told.complete(REQUEST.get()))),
                future -> seen(told -> future.thenRun(() -> told.complete(REQUEST.get()))),
                future -> seen(told -> future.thenAcceptBoth(done, (value, other) -> told.complete(REQUEST.get()))),
                future -> seen(told -> future.runAfterBoth(done, () -> told.complete(REQUEST.get()))),
                future -> seen(told -> future.acceptEither(never, value -> told.complete(REQUEST.get()))),
                future -> seen(told -> future.runAfterEither(never, () -> told.complete(REQUEST.get()))),
                future -> seen(told -> future.whenComplete((value, exception) -> told.complete(REQUEST.get()))));
    }

    private static CompletableFuture<String> seen(Function<CompletableFuture<String>, ?> dependent) {
        var told = new CompletableFuture<String>();
        var _ = dependent.apply(told);
        return told;
    }

    private static <V> V get(CompletionStage<V> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void canTakeAScopedValueAlongToDependents(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = openBinding(kind);
        CompletableFuture<String> complete = executor.supplyAsync(() -> "");
        get(complete);
        for (var dependent : dependents()) {
            assertEquals("request 42", get(inRequest(() -> dependent.apply(complete))));
            Roadblock roadblock = block(executor);
            CompletableFuture<String> pending = executor.supplyAsync(() -> "");
            CompletionStage<String> seen = inRequest(() -> dependent.apply(pending));
            roadblock.open();
            assertEquals("request 42", get(seen));
        }
    }

    @ParameterizedTest
    @EnumSource
    void canTakeAScopedValueAlongToDependentsThatRunAfterTheExecutor(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = openBinding(kind);
        CompletableFuture<String> delayed = executor.supplyAsync(() -> "", Duration.ofHours(1));
        CompletionStage<String> seen = inRequest(() -> delayed.handle((value, exception) -> REQUEST.get()));
        executor.shutdownNow();
        delayed.cancel(false);

        assertEquals("request 42", get(seen));
    }

    @ParameterizedTest
    @EnumSource
    void canTakeAScopedValueAlongToTheTasksOfAGroup(ThreadKind kind) throws Exception {
        RunLoopExecutorBuilder builder =
                RunLoopExecutor.builder().decorator(task -> REQUEST.isBound() ? bound(task) : task);
        RunLoopGroup group =
                closing((kind == ThreadKind.PLATFORM ? builder.platform() : builder.virtual()).buildGroup(2));
        var service = new ExecutorCompletionService<String>(group);
        List<Callable<Future<String>>> ways = List.of(
                () -> group.submit(REQUEST::get),
                () -> service.submit(REQUEST::get),
                () -> group.supplyAsync(REQUEST::get),
                () -> group.supplyAsync(() -> "").thenApply(value -> REQUEST.get()),
                () -> group.schedule(REQUEST::get, 1, TimeUnit.MILLISECONDS),
                () -> group.submit(() -> group.submit(REQUEST::get).get()));

        for (Callable<Future<String>> way : ways) {
            assertEquals("request 42", inRequest(way).get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void thatFailsWhenATaskIsHandedOverIsHeardThere(ThreadKind kind) throws Exception {
        var refusing = new AtomicBoolean();
        RunLoopExecutor executor = open(kind, task -> {
            if (refusing.get()) {
                throw new UnsupportedOperationException("thrown by a decorator");
            }
            return task;
        });
        CompletableFuture<String> future = executor.supplyAsync(() -> "");
        refusing.set(true);

        List<Executable> ways = List.of(
                () -> executor.execute(() -> {}),
                () -> executor.submit(() -> {}),
                () -> executor.supplyAsync(() -> ""),
                () -> executor.schedule(() -> {}, 1, TimeUnit.HOURS),
                () -> executor.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS),
                () -> future.thenApply(value -> value),
                () -> future.thenRunAsync(() -> {}));
        for (Executable way : ways) {
            assertThrows(UnsupportedOperationException.class, way);
        }
        refusing.set(false);
        assertEquals(0, executor.delayedTaskCount());
        assertEquals("still runs", executor.submit(() -> "still runs").get());
    }

    @ParameterizedTest
    @EnumSource
    void thatFailsInPlaceOfATaskIsHeardByThoseWhoWait(ThreadKind kind) throws Exception {
        var failing = new AtomicBoolean();
        UnaryOperator<Runnable> decorator = task -> () -> {
            if (failing.get()) {
                throw new UnsupportedOperationException("thrown by a decorator");
            }
            task.run();
        };
        RunLoopExecutorBuilder builder = RunLoopExecutor.builder().decorator(decorator);
        RunLoopExecutor executor = closing((kind == ThreadKind.PLATFORM ? builder.platform() : builder.virtual())
                .exceptionHandler((thread, exception) -> {})
                .build());
        RunLoopGroup group = closing(builder.buildGroup(2));
        CompletableFuture<String> future = executor.supplyAsync(() -> "");
        get(future);
        failing.set(true);

        List<Callable<Future<?>>> ways = List.of(
                () -> executor.submit(() -> {}),
                () -> executor.supplyAsync(() -> ""),
                () -> executor.schedule(() -> {}, 1, TimeUnit.MILLISECONDS),
                () -> executor.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.MILLISECONDS),
                () -> future.thenApply(value -> value),
                () -> future.thenRunAsync(() -> {}),
                () -> group.submit(() -> {}),
                () -> group.supplyAsync(() -> ""));
        for (Callable<Future<?>> way : ways) {
            Future<?> failed = way.call();
            var failure =
                    assertThrows(ExecutionException.class, () -> failed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertInstanceOf(UnsupportedOperationException.class, failure.getCause());
        }
        failing.set(false);
        assertEquals("still runs", executor.submit(() -> "still runs").get());
        assertEquals(0, executor.delayedTaskCount());
    }

    @ParameterizedTest
    @EnumSource
    void thatEndsWithoutADependentFailsItsStage(ThreadKind kind) {
        var swallowing = new AtomicBoolean();
        RunLoopExecutor executor = open(kind, task -> swallowing.get() ? () -> {} : task);
        CompletableFuture<String> future = executor.supplyAsync(() -> "");
        swallowing.set(true);

        var failure = assertThrows(ExecutionException.class, () -> get(future.thenApply(value -> value)));
        assertInstanceOf(IllegalStateException.class, failure.getCause());
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("FutureReturnValueIgnored") // they are the answers
    void leavesTheOriginOfATaskWhereItWasHandedOver(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind, task -> () -> task.run());
        RunLoopGroup group = closing(
                RunLoopExecutor.builder().decorator(task -> () -> task.run()).buildGroup(2));
        block(executor);
        List<Future<?>> others = List.of(
                group.members().get(0).submit(new Roadblock()),
                group.members().get(1).submit(new Roadblock()));
        Handoffs.startRecordingOrigins();
        try {
            List<Callable<Object>> ways = List.of(
                    () -> executor.submit(() -> {}),
                    () -> executor.schedule(() -> {}, 1, TimeUnit.HOURS),
                    () -> group.submit(() -> {}),
                    () -> {
                        Runnable task = new Roadblock();
                        executor.withOrder(1).execute(task);
                        return task;
                    });
            for (Callable<Object> way : ways) {
                StackTraceElement[] origin = Handoffs.originOf(way.call());
                assertNotNull(origin);
                assertTrue(Arrays.stream(origin)
                        .anyMatch(frame -> frame.getClassName().startsWith(DecoratorTest.class.getName())));
            }
        } finally {
            Handoffs.stopRecordingOrigins();
            others.forEach(other -> other.cancel(true));
            executor.shutdownNow();
            group.shutdownNow();
        }
    }
}
