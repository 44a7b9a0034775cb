package dev.runloop.executors.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A CompletableFuture on an executor of a run loop")
class CompletableFutureTest extends FrameworkTest {

    private static <T> T answer(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void isSuppliedByTheLoop(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);

        assertSame(threadOf(executor), answer(CompletableFuture.supplyAsync(Thread::currentThread, executor)));
    }

    @ParameterizedTest
    @EnumSource
    void runsEachStepOnTheLoop(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<Thread> threads = new ArrayList<>(); // by the loop alone
        CompletableFuture<Void> future = CompletableFuture.runAsync(() -> threads.add(Thread.currentThread()), executor)
                .thenRunAsync(() -> threads.add(Thread.currentThread()), executor)
                .thenRunAsync(() -> threads.add(Thread.currentThread()), executor);

        answer(future);
        Thread loop = threadOf(executor);
        assertEquals(List.of(loop, loop, loop), threads);
    }

    @ParameterizedTest
    @EnumSource
    void goesToAndFroBetweenTwoLoops(ThreadKind kind) throws Exception {
        RunLoopExecutor first = open(kind);
        RunLoopExecutor second = open(kind);
        CompletableFuture<Integer> future = CompletableFuture.completedFuture(0);
        for (int i = 0; i < 1_000; i++) {
            future = future.thenApplyAsync(number -> number + 1, i % 2 == 0 ? first : second);
        }

        assertEquals(1_000, answer(future));
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheOrderOfItsTasks(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<Integer> expected = IntStream.range(0, 1_000).boxed().toList();
        List<Integer> ran = new ArrayList<>();
        CompletableFuture<?>[] all = expected.stream()
                .map(number -> CompletableFuture.runAsync(() -> ran.add(number), executor))
                .toArray(CompletableFuture[]::new);

        answer(CompletableFuture.allOf(all));
        assertEquals(expected, ran);
    }

    @ParameterizedTest
    @EnumSource
    void runsLaterOnTheLoop(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        long start = System.nanoTime();
        Thread thread = answer(CompletableFuture.supplyAsync(
                Thread::currentThread, CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS, executor)));

        assertElapsed(Duration.ofMillis(10), start);
        assertSame(threadOf(executor), thread);
    }

    @ParameterizedTest
    @EnumSource
    void isCompletedByADelayedTask(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var future = new CompletableFuture<String>();
        long start = System.nanoTime();
        var _ = executor.schedule(() -> future.complete("delayed"), 5, TimeUnit.MILLISECONDS);

        assertSame(threadOf(executor), answer(future.thenApplyAsync(text -> Thread.currentThread(), executor)));
        assertElapsed(Duration.ofMillis(5), start);
    }

    @ParameterizedTest
    @EnumSource
    void timesOutBehindATaskThatLasts(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        CountDownLatch opened = block(executor);
        CompletableFuture<String> late =
                CompletableFuture.supplyAsync(() -> "late", executor).orTimeout(5, TimeUnit.MILLISECONDS);

        assertInstanceOf(
                TimeoutException.class,
                assertThrows(ExecutionException.class, () -> answer(late)).getCause());
        opened.countDown();
        assertEquals("next", answer(CompletableFuture.supplyAsync(() -> "next", executor)));
    }

    @ParameterizedTest
    @EnumSource
    void isCompletedInTheEndBehindATaskThatLasts(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        block(executor);
        CompletableFuture<String> late = CompletableFuture.supplyAsync(() -> "late", executor)
                .completeOnTimeout("instead", 5, TimeUnit.MILLISECONDS);

        assertEquals("instead", answer(late));
    }

    @ParameterizedTest
    @EnumSource
    void isNotRunOnceItIsCancelled(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var ran = new AtomicBoolean();
        CountDownLatch opened = block(executor);
        CompletableFuture<?> cancelled = CompletableFuture.runAsync(() -> ran.set(true), executor);
        cancelled.cancel(false);
        opened.countDown();

        answer(CompletableFuture.runAsync(() -> {}, executor));
        assertFalse(ran.get());
    }

    @ParameterizedTest
    @EnumSource
    void passesExceptionsOn(ThreadKind kind) throws Exception {
        var thrown = new IllegalStateException("thrown on the loop");
        CompletableFuture<Throwable> recovered = CompletableFuture.<Throwable>supplyAsync(
                        () -> {
                            throw thrown;
                        },
                        open(kind))
                .exceptionally(failure -> failure);

        assertSame(
                thrown,
                assertInstanceOf(CompletionException.class, answer(recovered)).getCause());
    }
}
