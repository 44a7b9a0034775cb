package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What depends on a future of an executor")
class DependentsTest extends ExecutorTest {
    private static final int MANY = 100_000;

    /** Futures and stages that are made of one, of each kind that there is. */
    private static List<Function<CompletableFuture<String>, CompletionStage<String>>> derived() {
        return List.of(
                future -> future,
                CompletableFuture::copy,
                CompletableFuture::minimalCompletionStage,
                future -> future.minimalCompletionStage().toCompletableFuture(),
                future -> future.minimalCompletionStage().thenApply(value -> value),
                future -> future.copy().minimalCompletionStage().thenApplyAsync(value -> value),
                future -> future.thenApply(value -> value).orTimeout(1, TimeUnit.HOURS),
                future -> future.completeOnTimeout("", 1, TimeUnit.HOURS),
                future -> future.thenCompose(CompletableFuture::completedFuture),
                future -> future.thenCompose(value -> CompletableFuture.completedStage(value)),
                future -> future.thenCompose(value -> future.minimalCompletionStage()),
                future -> future.thenCombine(CompletableFuture.completedFuture(""), (value, other) -> value),
                future -> future.applyToEither(new CompletableFuture<>(), value -> value),
                future -> future.handle((value, exception) -> value),
                future -> future.whenComplete((value, exception) -> {}),
                future -> future.exceptionally(exception -> ""),
                future -> future.<String>newIncompleteFuture().completeAsync(() -> ""));
    }

    private static <V> V get(CompletionStage<V> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static CompletableFuture<Integer> chain(CompletableFuture<Integer> first) {
        CompletableFuture<Integer> last = first;
        for (int i = 0; i < MANY; i++) {
            last = last.thenApply(value -> value + 1);
        }
        return last;
    }

    @ParameterizedTest
    @EnumSource
    void runsOnTheLoopWhateverItWasDerivedFrom(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Thread loop = executor.loop().thread();
        CompletableFuture<String> complete = executor.supplyAsync(() -> "result");
        get(complete);

        for (var derive : derived()) {
            Roadblock roadblock = block(executor);
            CompletionStage<Thread> later =
                    derive.apply(executor.supplyAsync(() -> "result")).thenApply(value -> Thread.currentThread());
            roadblock.open();
            assertSame(loop, get(later));
            assertSame(loop, get(derive.apply(complete).thenApply(value -> Thread.currentThread())));
            assertSame(loop, get(derive.apply(complete).thenApplyAsync(value -> Thread.currentThread())));
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsOnTheLoopWhenAnotherThreadCompletesIt(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        CompletableFuture<Integer> byHand = executor.supplyAsync(() -> 1, Duration.ofHours(1));
        CompletableFuture<Integer> obtruded = executor.supplyAsync(() -> 1, Duration.ofHours(1));
        CompletableFuture<Integer> foreign = new CompletableFuture<>();
        List<CompletableFuture<Thread>> dependents = List.of(
                byHand.thenApply(value -> Thread.currentThread()),
                obtruded.thenApply(value -> Thread.currentThread()),
                executor.supplyAsync(() -> 1).thenCombine(foreign, (value, other) -> Thread.currentThread()),
                executor.supplyAsync(() -> 1).thenCompose(value -> foreign).thenApply(value -> Thread.currentThread()));
        byHand.complete(2);
        obtruded.obtrudeValue(2);
        foreign.complete(2);

        for (CompletableFuture<Thread> dependent : dependents) {
            assertSame(executor.loop().thread(), get(dependent));
        }
        assertEquals(0, executor.delayedTaskCount());
    }

    @ParameterizedTest
    @EnumSource
    void isAsManyAsOneLikes(LoopKind kind) throws Exception {
        for (boolean isShut : new boolean[] {false, true}) {
            RunLoopExecutor executor = open(kind);
            var task = new Roadblock();
            CompletableFuture<Integer> last = chain(executor.supplyAsync(() -> {
                task.run();
                return 0;
            }));
            if (isShut) {
                executor.shutdown();
            }
            task.open();

            assertEquals(MANY, get(last));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isAsManyAsOneLikesWhenTheExecutorHasTerminated(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        CompletableFuture<Integer> delayed = executor.supplyAsync(() -> 1, Duration.ofHours(1));
        CompletableFuture<Integer> last = chain(delayed);
        executor.shutdownNow();
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        delayed.complete(0);

        assertEquals(MANY, get(last));
    }

    @ParameterizedTest
    @EnumSource
    void isNotLostWhenTheExecutorIsStoppedInBetween(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        CompletableFuture<Integer> last = chain(executor.supplyAsync(() -> 0));
        CompletableFuture<Integer> other = chain(executor.supplyAsync(() -> 0));
        List<Runnable> neverRan = executor.shutdownNow();

        assertEquals(MANY, get(last.exceptionally(exception -> MANY)));
        neverRan.forEach(Runnable::run); // the second task, if it was not begun, or neither
        assertEquals(MANY, get(other.exceptionally(exception -> MANY)));
    }

    @ParameterizedTest
    @EnumSource
    void runsOnABorrowedLoopAfterItsExecutor(ThreadKind kind) throws Exception {
        var thread = startLoop(kind);
        RunLoopExecutor executor = RunLoopExecutors.on(thread.loop());
        CompletableFuture<Integer> delayed = executor.supplyAsync(() -> 1, Duration.ofHours(1));
        CompletableFuture<Thread> ranOn = delayed.handle((value, exception) -> Thread.currentThread());
        executor.shutdownNow();
        delayed.cancel(false);

        assertSame(thread.thread(), get(ranOn));
        assertSame(thread.thread(), get(delayed.handle((value, exception) -> Thread.currentThread())));
    }

    @ParameterizedTest
    @EnumSource
    void runsWhereTheFutureIsCompletedOnceTheLoopHasEnded(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        CompletableFuture<Integer> delayed = executor.supplyAsync(() -> 1, Duration.ofHours(1));
        CompletableFuture<Thread> before = delayed.thenApply(value -> Thread.currentThread());
        executor.shutdownNow();
        assertTrue(executor.loop().thread().join(PATIENCE));
        delayed.complete(2);

        assertSame(Thread.currentThread(), get(before));
        assertSame(Thread.currentThread(), get(delayed.thenApply(value -> Thread.currentThread())));
    }

    @ParameterizedTest
    @EnumSource
    void hearsOfTheEndOfTheLoop(ThreadKind kind) throws Exception {
        var thread = startLoop(kind);
        CompletableFuture<Integer> delayed =
                RunLoopExecutors.on(thread.loop()).supplyAsync(() -> 1, Duration.ofHours(1));
        CompletableFuture<Throwable> told = delayed.handle((value, exception) -> exception);
        thread.close();

        assertInstanceOf(CancellationException.class, get(told));
    }

    @ParameterizedTest
    @EnumSource
    void canBeCancelledByItself(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        CompletableFuture<Integer> first = executor.supplyAsync(() -> 1, Duration.ofMillis(20));
        CompletableFuture<Integer> cancelled = first.thenApply(value -> value + 1);
        cancelled.cancel(true);

        assertThrows(CancellationException.class, cancelled::join);
        assertEquals(1, get(first));
    }

    @ParameterizedTest
    @EnumSource
    void hasItsExceptionAsFromAnyStage(LoopKind kind) {
        var thrown = new IllegalStateException("thrown by a task");
        CompletionStage<String> failed = open(kind)
                .<String>supplyAsync(() -> {
                    throw thrown;
                })
                .minimalCompletionStage();

        var failure = assertThrows(
                ExecutionException.class,
                () -> get(failed.handle((value, exception) -> {
                    throw (CompletionException) exception;
                })));
        assertSame(thrown, failure.getCause());
        assertThrows(UnsupportedOperationException.class, ((CompletableFuture<String>) failed)::join);
        assertNotSame(failed, failed.toCompletableFuture());
    }
}
