package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A completable future of an executor")
class CompletableTest extends ExecutorTest {

    /** Every way to hang a dependent on a future, each of which answers the thread on which the dependent runs. */
    @SuppressWarnings("FutureReturnValueIgnored") // of those that answer nothing
    private static List<Function<CompletableFuture<String>, CompletableFuture<Thread>>> dependents() {
        return List.of(
                future -> future.thenApply(value -> Thread.currentThread()),
                future -> future.thenApplyAsync(value -> Thread.currentThread()),
                future -> future.handle((value, exception) -> Thread.currentThread()),
                future -> future.thenCompose(value -> CompletableFuture.completedFuture(Thread.currentThread())),
                future -> future.thenCombine(
                        CompletableFuture.completedFuture(""), (one, other) -> Thread.currentThread()),
                future -> future.applyToEither(new CompletableFuture<>(), value -> Thread.currentThread()),
                future -> threadOf(told -> future.thenAccept(value -> told.complete(Thread.currentThread()))),
                future -> threadOf(told -> future.thenRun(() -> told.complete(Thread.currentThread()))),
                future -> threadOf(told -> future.thenAcceptBoth(
                        CompletableFuture.completedFuture(""), (one, other) -> told.complete(Thread.currentThread()))),
                future -> threadOf(told -> future.runAfterBoth(
                        CompletableFuture.completedFuture(""), () -> told.complete(Thread.currentThread()))),
                future -> threadOf(told ->
                        future.acceptEither(new CompletableFuture<>(), value -> told.complete(Thread.currentThread()))),
                future -> threadOf(told ->
                        future.runAfterEither(new CompletableFuture<>(), () -> told.complete(Thread.currentThread()))),
                future -> threadOf(
                        told -> future.whenComplete((value, exception) -> told.complete(Thread.currentThread()))));
    }

    private static CompletableFuture<Thread> threadOf(Function<CompletableFuture<Thread>, ?> dependent) {
        var told = new CompletableFuture<Thread>();
        var _ = dependent.apply(told);
        return told;
    }

    private static Thread get(CompletableFuture<Thread> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void answersTheResultOfItsTask(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);

        assertEquals("result", executor.supplyAsync(() -> "result").get());
        assertEquals(
                "late", executor.supplyAsync(() -> "late", Duration.ofMillis(1)).get());
        executor.runAsync(() -> {}).get();
        executor.runAsync(() -> {}, Duration.ofMillis(1)).get();
    }

    @ParameterizedTest
    @EnumSource
    void fulfilsTheDependentsOfOneThatIsPendingOnTheLoop(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        for (var dependent : dependents()) {
            Roadblock roadblock = block(executor);
            CompletableFuture<Thread> ranOn = dependent.apply(executor.supplyAsync(() -> "result"));
            roadblock.open();

            assertSame(executor.loop().thread(), get(ranOn));
        }
    }

    @ParameterizedTest
    @EnumSource
    void fulfilsTheDependentsOfOneThatIsCompleteOnTheLoop(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        CompletableFuture<String> complete = executor.supplyAsync(() -> "result");
        complete.get();

        for (var dependent : dependents()) {
            assertSame(executor.loop().thread(), get(dependent.apply(complete)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void handlesItsFailureOnTheLoop(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        CompletableFuture<Thread> failed = executor.supplyAsync(() -> {
            throw new IllegalStateException("thrown by a task");
        });

        assertSame(executor.loop().thread(), get(failed.exceptionally(e -> Thread.currentThread())));
        assertSame(
                executor.loop().thread(),
                get(failed.exceptionallyCompose(e -> CompletableFuture.completedFuture(Thread.currentThread()))));
    }

    @ParameterizedTest
    @EnumSource
    void handsTheLoopOnToTheDependentsOfItsDependents(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        CompletableFuture<Integer> first = executor.supplyAsync(() -> "result").thenApply(String::length);
        first.get();

        assertSame(executor.loop().thread(), get(first.thenApply(length -> Thread.currentThread())));
    }

    @ParameterizedTest
    @EnumSource
    void leavesADependentToTheExecutorItNames(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);

        assertSame(
                Thread.currentThread(),
                get(CompletableFuture.completedFuture(
                                executor.supplyAsync(() -> "result").get())
                        .thenApplyAsync(value -> Thread.currentThread(), Runnable::run)));
        RunLoopExecutor other = open(LoopKind.VIRTUAL);
        assertSame(
                other.loop().thread(),
                get(executor.supplyAsync(() -> "result").thenApplyAsync(value -> Thread.currentThread(), other)));
    }

    @ParameterizedTest
    @EnumSource
    void takesALongRowOfDependents(LoopKind kind) throws Exception {
        CompletableFuture<Integer> sum = open(kind).supplyAsync(() -> 0);
        for (int i = 0; i < 50_000; i++) {
            sum = sum.thenApply(value -> value + 1);
        }

        assertEquals(50_000, sum.get());
    }

    @ParameterizedTest
    @EnumSource
    void givesTheExceptionOfItsTask(LoopKind kind) {
        var thrown = new IllegalStateException("thrown by a task");
        CompletableFuture<?> failed = open(kind).supplyAsync(() -> {
            throw thrown;
        });

        assertSame(thrown, assertThrows(ExecutionException.class, failed::get).getCause());
        assertSame(thrown, assertThrows(CompletionException.class, failed::join).getCause());
    }

    @ParameterizedTest
    @EnumSource
    void cancelsItsTask(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var ran = new AtomicBoolean();
        CompletableFuture<?> delayed = executor.runAsync(() -> ran.set(true), Duration.ofHours(1));
        Roadblock roadblock = block(executor);
        CompletableFuture<?> queued = executor.runAsync(() -> ran.set(true));

        assertTrue(delayed.cancel(false) && queued.cancel(false));
        assertEquals(0, executor.delayedTaskCount());
        roadblock.open();
        drain(executor);
        assertFalse(ran.get());
        assertTrue(delayed.isCancelled() && queued.isCancelled());
    }

    @ParameterizedTest
    @EnumSource
    void interruptsItsTaskIfThatIsAskedFor(LoopKind kind) throws Exception {
        var task = new Roadblock();
        CompletableFuture<?> future = open(kind).runAsync(task);
        task.awaitReached();

        assertTrue(future.cancel(true));
        task.awaitInterrupted();
    }

    @ParameterizedTest
    @EnumSource
    void keepsItsTaskFromRunningWhenItTimesOut(LoopKind kind) {
        RunLoopExecutor executor = open(kind);
        CompletableFuture<?> late =
                executor.runAsync(() -> {}, Duration.ofHours(1)).orTimeout(1, TimeUnit.MILLISECONDS);

        var failure = assertThrows(ExecutionException.class, late::get);
        assertInstanceOf(TimeoutException.class, failure.getCause());
        Awaitility.await().atMost(PATIENCE).until(() -> executor.delayedTaskCount() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void isCancelledWhenTheLoopEnds(ThreadKind kind) {
        var thread = startLoop(kind);
        CompletableFuture<?> future = RunLoopExecutors.on(thread.loop()).runAsync(() -> {}, Duration.ofHours(1));
        thread.close();

        assertThrows(CancellationException.class, () -> future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void fulfilsDependentsOfATaskThatRunsAfterAShutdown(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        CompletableFuture<Thread> dependent =
                executor.supplyAsync(() -> "late", Duration.ofMillis(20)).thenApply(value -> Thread.currentThread());
        executor.shutdown();

        assertSame(executor.loop().thread(), get(dependent));
    }

    @ParameterizedTest
    @EnumSource
    void cannotBeWaitedForOnTheLoop(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<Class<?>> thrown = executor.submit(() -> {
                    CompletableFuture<?> never = executor.runAsync(() -> {});
                    List<Class<?>> classes = new ArrayList<>();
                    classes.add(assertThrows(RuntimeException.class, never::get).getClass());
                    classes.add(
                            assertThrows(RuntimeException.class, never::join).getClass());
                    classes.add(assertThrows(RuntimeException.class, () -> never.get(1, TimeUnit.DAYS))
                            .getClass());
                    return classes;
                })
                .get();

        assertEquals(
                List.of(IllegalStateException.class, IllegalStateException.class, IllegalStateException.class), thrown);
    }
}
