package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bugs that other executors and event loops have had, each by its name. */
@DisplayName("A bug of others that is not there:")
class KnownBugsTest extends ExecutorTest {

    private static List<Duration> seconds(int... seconds) {
        return IntStream.of(seconds).mapToObj(Duration::ofSeconds).toList();
    }

    @ParameterizedTest
    @EnumSource
    void lostWakeUpBetweenParkAndOffer(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        for (int i = 0; i < 5_000; i++) {
            for (int spins = i % 300; spins > 0; spins--) { // the loop goes to sleep at about this time
                Thread.onSpinWait();
            }
            drain(executor);
        }
    }

    @ParameterizedTest
    @EnumSource
    void intervalTakenForDeadline(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            clock.advance(Duration.ofDays(1)); // an interval since the origin is not a date
            Duration start = clock.elapsed();
            var ran = new AtomicReference<Duration>();
            var _ = RunLoopExecutors.on(loop)
                    .schedule(() -> ran.set(clock.elapsed().minus(start)), 3, TimeUnit.SECONDS);

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(10), false);
            assertEquals(Duration.ofSeconds(3), ran.get());
        });
    }

    private static void keepBusy(RunLoopExecutor executor, AtomicBoolean goOn) {
        executor.execute(new Runnable() {
            @Override
            public void run() {
                try {
                    if (goOn.get()) {
                        executor.execute(this);
                    }
                } catch (RejectedExecutionException e) {
                    // the end of the test
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void scheduledTasksStarvedByABusyQueue(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var goOn = new AtomicBoolean(true);
        closing((AutoCloseable) () -> goOn.set(false));
        keepBusy(executor, goOn);

        for (int i = 0; i < 10; i++) {
            executor.schedule(() -> {}, 1, TimeUnit.MILLISECONDS).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void busyQueueStarvedByScheduledTasks(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        for (int i = 0; i < 100; i++) { // each always due
            var _ = executor.scheduleAtFixedRate(Thread::onSpinWait, 1, 1, TimeUnit.NANOSECONDS);
        }

        for (int i = 0; i < 10; i++) {
            executor.submit(() -> {}).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void taskAddedBeforeStartNeverRuns(ThreadKind kind) throws Exception {
        var mayRun = new CountDownLatch(1);
        RunLoopExecutor executor = closing(RunLoopExecutors.newSingleThreadScheduledExecutor(body -> kind.thread()
                .unstarted(() -> {
                    try {
                        await(mayRun); // the thread has started, and has not come to its loop yet
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    body.run();
                })));
        Future<String> queued = executor.submit(() -> "queued");
        Future<String> delayed = executor.schedule(() -> "delayed", 1, TimeUnit.MILLISECONDS);
        mayRun.countDown();

        assertEquals("queued", queued.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals("delayed", delayed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void timeOutRestartedAfterASpuriousWake(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var ran = new CountDownLatch(1);
        long start = System.nanoTime();
        var _ = executor.schedule(ran::countDown, 200, TimeUnit.MILLISECONDS);
        while (!ran.await(5, TimeUnit.MILLISECONDS)) {
            executor.loop().wakeUp();
            assertTrue(System.nanoTime() - start < PATIENCE.toNanos(), "never ran");
        }

        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(200));
    }

    @ParameterizedTest
    @EnumSource
    void scheduledTaskLostAtShutdown(LoopKind kind) throws Exception {
        for (int i = 0; i < 100; i++) {
            RunLoopExecutor executor = open(kind);
            Future<String> delayed = executor.schedule(() -> "ran", 1, TimeUnit.MILLISECONDS);
            executor.shutdown();

            assertEquals("ran", delayed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void delayedTaskAcceptedDuringAShutdownThatHasNoFate(LoopKind kind) throws Exception {
        for (int round = 0; round < 200; round++) {
            RunLoopExecutor executor = open(kind);
            var ran = new AtomicInteger();
            var accepted = new AtomicInteger();
            Thread producer = start(ThreadKind.PLATFORM, () -> {
                try {
                    for (int i = 0; i < 1_000; i++) {
                        var _ = executor.schedule(ran::incrementAndGet, i % 3, TimeUnit.MICROSECONDS);
                        accepted.incrementAndGet();
                    }
                } catch (RejectedExecutionException e) {
                    // the end has come
                }
            });
            for (int spins = round; spins > 0; spins--) {
                Thread.onSpinWait();
            }
            int returned = executor.shutdownNow().size();
            assertTrue(producer.join(PATIENCE));
            assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));

            assertEquals(accepted.get(), ran.get() + returned, "round " + round);
        }
    }

    @ParameterizedTest
    @EnumSource
    void taskAcceptedDuringAShutdownThatNeverRuns(LoopKind kind) throws Exception {
        for (int round = 0; round < 200; round++) {
            RunLoopExecutor executor = open(kind);
            List<Future<?>> accepted = new ArrayList<>();
            Thread producer = start(ThreadKind.PLATFORM, () -> {
                try {
                    for (int i = 0; i < 1_000; i++) {
                        accepted.add(executor.submit(() -> {}));
                    }
                } catch (RejectedExecutionException e) {
                    // the end has come
                }
            });
            executor.shutdown();
            assertTrue(producer.join(PATIENCE));
            assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));

            assertTrue(accepted.stream().allMatch(Future::isDone), "round " + round);
        }
    }

    @ParameterizedTest
    @EnumSource
    void quietPeriodThatDelaysEveryEnd(LoopKind kind) throws Exception {
        long[] nanos = new long[20];
        for (int i = 0; i < nanos.length; i++) {
            RunLoopExecutor executor = open(kind);
            drain(executor);
            long start = System.nanoTime();
            executor.close();
            nanos[i] = System.nanoTime() - start;
        }

        Arrays.sort(nanos); // others may keep the processor from some of them
        assertTrue(nanos[5] < TimeUnit.MILLISECONDS.toNanos(100), () -> Arrays.toString(nanos));
    }

    @ParameterizedTest
    @EnumSource
    void cancelledTasksKeptInTheQueue(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        block(executor); // so the loop cannot help
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            futures.add(executor.schedule(() -> {}, 1, TimeUnit.HOURS));
        }
        assertEquals(1_000, executor.delayedTaskCount());
        futures.forEach(future -> future.cancel(false));

        assertEquals(0, executor.delayedTaskCount());
    }

    @ParameterizedTest
    @EnumSource
    void periodicTaskThatDiesUnseen(LoopKind kind) {
        RunLoopExecutor executor = open(kind);
        Queue<Throwable> exceptions = exceptionsOf(executor.loop());
        var thrown = new IllegalStateException("thrown by a task");
        var _ = executor.scheduleAtFixedRate(
                () -> {
                    throw thrown;
                },
                1,
                1,
                TimeUnit.MILLISECONDS);

        Awaitility.await().atMost(PATIENCE).until(() -> !exceptions.isEmpty());
        assertSame(thrown, exceptions.peek());
    }

    @ParameterizedTest
    @EnumSource
    void burstAfterASuspendIfRunsAreCoalesced(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutor.builder()
                    .loop(loop)
                    .missedRunPolicy(MissedRunPolicy.COALESCE)
                    .build();
            List<Duration> ran = new ArrayList<>();
            var _ = executor.scheduleAtFixedRate(() -> ran.add(clock.elapsed()), 1, 1, TimeUnit.SECONDS);
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(1_500), false);
            clock.advance(Duration.ofHours(1));

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(1), false);
            assertEquals(
                    List.of(
                            Duration.ofSeconds(1),
                            Duration.ofMillis(3_601_500),
                            Duration.ofHours(1).plusSeconds(2)),
                    ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void burstAfterASuspendOfAFixedDelay(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<Duration> ran = new ArrayList<>();
            var _ = RunLoopExecutors.on(loop)
                    .scheduleWithFixedDelay(() -> ran.add(clock.elapsed()), 1, 1, TimeUnit.SECONDS);
            clock.advance(Duration.ofHours(1));

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(1_500), false);
            assertEquals(seconds(3_600, 3_601), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void minusOneOrTheGreatestValueTakenForNoDate(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<Long> ran = new ArrayList<>();
            scheduleAt(executor, ran, Long.MAX_VALUE, Long.MIN_VALUE); // shortly before the clock overflows
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(20), false);
            clock.advance(Duration.ofNanos(-1_000 - clock.nanoTime()));
            scheduleAt(executor, ran, -1, 0, 1);
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(20), false);

            assertEquals(List.of(Long.MAX_VALUE, Long.MIN_VALUE, -1L, 0L, 1L), ran);
        });
    }

    private static void scheduleAt(RunLoopExecutor executor, List<Long> ran, long... dates) {
        for (long date : dates) {
            long delay = date - executor.loop().clock().nanoTime();
            var _ = executor.schedule(() -> ran.add(date), delay, TimeUnit.NANOSECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void timerDelayedByAFloodOfTasks(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> { // real time would also show what else the machine does
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            executor.execute(new Runnable() {
                @Override
                public void run() {
                    clock.advance(Duration.ofNanos(10_000));
                    executor.execute(this);
                }
            });
            List<Duration> late = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                Duration date = clock.elapsed().plusMillis(20L * i);
                var _ = executor.schedule(() -> late.add(clock.elapsed().minus(date)), 20L * i, TimeUnit.MILLISECONDS);
            }

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(3), false);
            assertEquals(100, late.size());
            assertTrue(Collections.max(late).compareTo(Duration.ofMillis(5)) < 0, late::toString);
        });
    }

    @ParameterizedTest
    @EnumSource
    void tasksThatAreEqualTakenForOneAnother(LoopKind kind) throws Exception {
        record Equal(AtomicInteger runs) implements Runnable {
            @Override
            public void run() {
                runs.incrementAndGet();
            }

            @Override
            public boolean equals(Object other) {
                return other instanceof Equal;
            }

            @Override
            public int hashCode() {
                return 1;
            }
        }
        RunLoopExecutor executor = open(kind);
        block(executor);
        var first = new Equal(new AtomicInteger());
        var second = new Equal(new AtomicInteger());
        executor.execute(first);
        executor.execute(second);
        List<Runnable> neverRan = executor.shutdownNow();

        assertSame(first, neverRan.get(0));
        assertSame(second, neverRan.get(1));
        assertThrows(RejectedExecutionException.class, () -> executor.execute(first));
        assertFalse(first.runs.get() > 0);
    }
}
