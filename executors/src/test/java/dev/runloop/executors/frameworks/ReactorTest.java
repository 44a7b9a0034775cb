package dev.runloop.executors.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DisplayName("Reactor on an executor of a run loop")
class ReactorTest extends FrameworkTest {

    @ParameterizedTest
    @EnumSource
    void subscribesOnTheLoop(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);
        Thread thread = Mono.fromCallable(Thread::currentThread)
                .subscribeOn(Schedulers.fromExecutorService(executor))
                .block(PATIENCE);

        assertSame(threadOf(executor), thread);
    }

    @ParameterizedTest
    @EnumSource
    void publishesOnTheLoopInOrder(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);
        List<Integer> expected = IntStream.range(0, 10_000).boxed().toList();
        List<Integer> received = new ArrayList<>(); // by the loop alone
        Set<Thread> threads = Flux.fromIterable(expected)
                .publishOn(Schedulers.fromExecutorService(executor))
                .doOnNext(received::add)
                .map(number -> Thread.currentThread())
                .collect(Collectors.toSet())
                .block(PATIENCE);

        assertEquals(Set.of(threadOf(executor)), threads);
        assertEquals(expected, received);
    }

    @ParameterizedTest
    @EnumSource
    void mergesTheWorkOfTwoLoops(ThreadKind kind) {
        RunLoopExecutor first = open(kind);
        RunLoopExecutor second = open(kind);
        Set<Thread> threads = Flux.merge(
                        Mono.fromCallable(Thread::currentThread).subscribeOn(Schedulers.fromExecutorService(first)),
                        Mono.fromCallable(Thread::currentThread).subscribeOn(Schedulers.fromExecutorService(second)))
                .collect(Collectors.toSet())
                .block(PATIENCE);

        assertEquals(Set.of(threadOf(first), threadOf(second)), threads);
    }

    @ParameterizedTest
    @EnumSource
    void delaysOnTheLoop(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);
        long start = System.nanoTime();
        Thread thread = Mono.delay(Duration.ofMillis(10), Schedulers.fromExecutorService(executor))
                .map(zero -> Thread.currentThread())
                .block(PATIENCE);

        assertElapsed(Duration.ofMillis(10), start);
        assertSame(threadOf(executor), thread);
    }

    @ParameterizedTest
    @EnumSource
    void ticksOnTheLoop(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);
        long start = System.nanoTime();
        List<Long> ticks = Flux.interval(Duration.ofMillis(2), Schedulers.fromExecutorService(executor))
                .take(5)
                .collectList()
                .block(PATIENCE);

        assertElapsed(Duration.ofMillis(10), start);
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L), ticks);
    }

    @ParameterizedTest
    @EnumSource
    void takesItsTimerBackWhenItIsDisposedOf(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);
        var scheduler = Schedulers.fromExecutorService(executor);
        Mono.delay(Duration.ofHours(1), scheduler).subscribe().dispose();
        Flux.interval(Duration.ofHours(1), scheduler).subscribe().dispose();

        assertNothingIsLeftOn(executor);
    }

    @ParameterizedTest
    @EnumSource
    void stopsTickingWhenItIsDisposedOf(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var ticks = new CountDownLatch(3);
        var ticking = Flux.interval(Duration.ofMillis(1), Schedulers.fromExecutorService(executor))
                .subscribe(tick -> ticks.countDown());
        await(ticks);
        ticking.dispose();

        executor.submit(() -> {}).get(); // a run that had begun has ended
        assertNothingIsLeftOn(executor);
    }

    @ParameterizedTest
    @EnumSource
    void timesOut(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);
        var failure = assertThrows(
                RuntimeException.class,
                () -> Mono.never()
                        .timeout(Duration.ofMillis(5), Schedulers.fromExecutorService(executor))
                        .block(PATIENCE));

        assertInstanceOf(TimeoutException.class, failure.getCause());
    }

    @ParameterizedTest
    @EnumSource
    void dropsItsTimeoutOnceThereIsAValue(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);
        Mono.fromCallable(() -> "value")
                .timeout(Duration.ofHours(1), Schedulers.fromExecutorService(executor))
                .block(PATIENCE);

        assertNothingIsLeftOn(executor);
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheSubscriberOfAnException(ThreadKind kind) {
        var thrown = new IllegalStateException("thrown on the loop");
        Mono<String> failing = Mono.<String>fromCallable(() -> {
                    throw thrown;
                })
                .subscribeOn(Schedulers.fromExecutorService(open(kind)));

        assertSame(thrown, assertThrows(IllegalStateException.class, () -> failing.block(PATIENCE)));
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheSubscriberOfARejection(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);
        Mono<String> rejected = Mono.fromCallable(() -> "never").subscribeOn(Schedulers.fromExecutorService(executor));
        executor.close();

        assertThrows(RejectedExecutionException.class, () -> rejected.block(PATIENCE));
    }

    @ParameterizedTest
    @EnumSource
    void endsTheLoopWithItsScheduler(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Schedulers.fromExecutorService(executor).dispose();

        awaitEnd(executor);
    }
}
