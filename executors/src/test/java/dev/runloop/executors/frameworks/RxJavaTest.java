package dev.runloop.executors.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.test.ThreadKind;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("RxJava on an executor of a run loop")
class RxJavaTest extends FrameworkTest {

    @ParameterizedTest
    @EnumSource
    void subscribesOnTheLoop(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);
        Thread thread = Single.fromCallable(Thread::currentThread)
                .subscribeOn(Schedulers.from(executor))
                .blockingGet();

        assertSame(threadOf(executor), thread);
    }

    @ParameterizedTest
    @EnumSource
    void observesOnTheLoopInOrder(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);
        List<Integer> expected = IntStream.range(0, 10_000).boxed().toList();
        Set<Thread> threads = new HashSet<>(); // by the loop alone
        List<Integer> received = new ArrayList<>();
        Flowable.fromIterable(expected)
                .observeOn(Schedulers.from(executor))
                .doOnNext(number -> threads.add(Thread.currentThread()))
                .doOnNext(received::add)
                .ignoreElements()
                .blockingAwait();

        assertEquals(Set.of(threadOf(executor)), threads);
        assertEquals(expected, received);
    }

    @ParameterizedTest
    @EnumSource
    void delaysOnTheLoop(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);
        long start = System.nanoTime();
        Thread thread = Single.timer(10, TimeUnit.MILLISECONDS, Schedulers.from(executor))
                .map(zero -> Thread.currentThread())
                .blockingGet();

        assertElapsed(Duration.ofMillis(10), start);
        assertSame(threadOf(executor), thread);
    }

    @ParameterizedTest
    @EnumSource
    void ticksOnTheLoop(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);
        long start = System.nanoTime();
        List<Long> ticks = Observable.interval(2, TimeUnit.MILLISECONDS, Schedulers.from(executor))
                .take(5)
                .toList()
                .blockingGet();

        assertElapsed(Duration.ofMillis(10), start);
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L), ticks);
    }

    @ParameterizedTest
    @EnumSource
    void takesItsTimerBackWhenItIsDisposedOf(ThreadKind kind) {
        RunLoopExecutor executor = open(kind);
        var scheduler = Schedulers.from(executor);
        Single.timer(1, TimeUnit.HOURS, scheduler).subscribe().dispose();
        Observable.interval(1, TimeUnit.HOURS, scheduler).subscribe().dispose();

        assertNothingIsLeftOn(executor);
    }

    @ParameterizedTest
    @EnumSource
    void interruptsWhatItDisposesOf(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var running = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var disposable = Completable.fromAction(() -> {
                    running.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                })
                .subscribeOn(Schedulers.from(executor, true))
                .subscribe();
        await(running);
        disposable.dispose();

        await(interrupted);
        assertFalse(
                executor.submit(() -> Thread.currentThread().isInterrupted()).get());
    }

    @ParameterizedTest
    @EnumSource
    void timesOut(ThreadKind kind) {
        var never = Single.never().timeout(5, TimeUnit.MILLISECONDS, Schedulers.from(open(kind)));

        assertInstanceOf(
                TimeoutException.class,
                assertThrows(RuntimeException.class, never::blockingGet).getCause());
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheSubscriberOfAnException(ThreadKind kind) {
        var thrown = new IllegalStateException("thrown on the loop");
        var failing = Single.fromCallable(() -> {
                    throw thrown;
                })
                .subscribeOn(Schedulers.from(open(kind)));

        assertSame(thrown, assertThrows(IllegalStateException.class, failing::blockingGet));
    }

    @ParameterizedTest
    @EnumSource
    void runsTheTasksOfAWorkerInOrder(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var worker = Schedulers.from(executor).createWorker();
        List<Integer> ran = new ArrayList<>();
        var opened = block(executor);
        var end = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            int number = i;
            worker.schedule(() -> ran.add(number));
        }
        worker.schedule(end::countDown);
        opened.countDown();

        await(end);
        assertEquals(List.of(0, 1, 2), ran);
        worker.dispose();
    }
}
