package dev.runloop.executors.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.FluentFuture;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.ListenableScheduledFuture;
import com.google.common.util.concurrent.ListeningScheduledExecutorService;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Guava on an executor of a run loop")
class GuavaTest extends FrameworkTest {

    private static <T> T answer(Future<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void runsATaskOnTheLoop(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);

        assertSame(
                threadOf(executor),
                answer(MoreExecutors.listeningDecorator(executor).submit(Thread::currentThread)));
    }

    @ParameterizedTest
    @EnumSource
    void tellsAListenerOnTheLoop(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var opened = block(executor);
        ListenableFuture<String> future =
                MoreExecutors.listeningDecorator(executor).submit(() -> "result");
        var told = new CompletableFuture<Thread>();
        future.addListener(() -> told.complete(Thread.currentThread()), MoreExecutors.directExecutor());
        opened.countDown();

        assertSame(threadOf(executor), answer(told));
    }

    @ParameterizedTest
    @EnumSource
    void delays(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        long start = System.nanoTime();
        Thread thread = answer(
                MoreExecutors.listeningDecorator(executor).schedule(Thread::currentThread, 10, TimeUnit.MILLISECONDS));

        assertElapsed(Duration.ofMillis(10), start);
        assertSame(threadOf(executor), thread);
    }

    @ParameterizedTest
    @EnumSource
    void repeats(ThreadKind kind) throws Exception {
        var runs = new CountDownLatch(3);
        ListenableScheduledFuture<?> future = MoreExecutors.listeningDecorator(open(kind))
                .scheduleAtFixedRate(runs::countDown, 0, 1, TimeUnit.MILLISECONDS);

        await(runs);
        assertTrue(future.cancel(false));
    }

    @ParameterizedTest
    @EnumSource
    void takesBackWhatIsCancelled(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);
        ListeningScheduledExecutorService listening = MoreExecutors.listeningDecorator(executor);
        listening.schedule(() -> "never", 1, TimeUnit.HOURS).cancel(false);
        listening.scheduleWithFixedDelay(() -> {}, 1, 1, TimeUnit.HOURS).cancel(false);

        assertNothingIsLeftOn(executor);
    }

    @ParameterizedTest
    @EnumSource
    void transformsOnTheLoop(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        SettableFuture<String> input = SettableFuture.create();
        ListenableFuture<Thread> thread = FluentFuture.from(input)
                .transform(text -> text + "!", executor)
                .transform(text -> Thread.currentThread(), executor);
        input.set("input");

        assertSame(threadOf(executor), answer(thread));
    }

    @ParameterizedTest
    @EnumSource
    void collectsManyInTheirOrder(ThreadKind kind) throws Exception {
        ListeningScheduledExecutorService listening = MoreExecutors.listeningDecorator(open(kind));
        List<Integer> expected = IntStream.range(0, 1_000).boxed().toList();
        List<ListenableFuture<Integer>> futures = new ArrayList<>();
        expected.forEach(number -> futures.add(listening.submit(() -> number)));

        assertEquals(expected, answer(Futures.allAsList(futures)));
    }

    @ParameterizedTest
    @EnumSource
    void timesOut(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);
        ListenableFuture<String> future =
                Futures.withTimeout(SettableFuture.<String>create(), Duration.ofMillis(5), executor);

        assertInstanceOf(
                TimeoutException.class,
                assertThrows(ExecutionException.class, () -> answer(future)).getCause());
    }

    @ParameterizedTest
    @EnumSource
    void dropsItsTimeoutOnceThereIsAResult(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        SettableFuture<String> input = SettableFuture.create();
        ListenableFuture<String> future = Futures.withTimeout(input, Duration.ofHours(1), executor);
        input.set("in time");

        assertEquals("in time", answer(future));
        assertNothingIsLeftOn(executor);
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheOrderOfASequentialExecutor(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Executor sequential = MoreExecutors.newSequentialExecutor(executor);
        List<Integer> expected = IntStream.range(0, 1_000).boxed().toList();
        List<Integer> ran = new ArrayList<>();
        var end = new CountDownLatch(1);
        expected.forEach(number -> sequential.execute(() -> ran.add(number)));
        sequential.execute(end::countDown);

        await(end);
        assertEquals(expected, ran);
    }

    @ParameterizedTest
    @EnumSource
    void endsTheLoop(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);

        assertTrue(MoreExecutors.shutdownAndAwaitTermination(executor, PATIENCE));
        awaitEnd(executor);
    }
}
