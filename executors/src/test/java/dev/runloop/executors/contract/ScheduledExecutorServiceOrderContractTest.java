package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The delayed tasks of a ScheduledExecutorService")
class ScheduledExecutorServiceOrderContractTest extends Contract {

    @EachSerialExecutor
    void runInTheOrderOfTheirDates(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Queue<Future<?>> ran = new ConcurrentLinkedQueue<>();
        List<Integer> delays = new ArrayList<>(IntStream.range(0, 20).boxed().toList());
        Collections.shuffle(delays);
        List<ScheduledFuture<?>> byDate = scheduleAll(executor, delays, ran);
        answer(byDate.getLast());

        assertEquals(byDate, List.copyOf(ran));
    }

    @EachSerialExecutor
    void runInTheOrderOfTheirDatesWhenTheyAreOverdue(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Queue<Future<?>> ran = new ConcurrentLinkedQueue<>();
        Roadblock roadblock = block(executor);
        List<ScheduledFuture<?>> byDate = scheduleAll(executor, List.of(5, 1, 4, 2, 3), ran);
        spend(Duration.ofMillis(6), System.nanoTime());
        roadblock.open();
        answer(byDate.getLast());

        assertEquals(byDate, List.copyOf(ran));
    }

    /** Schedules tasks with delays of so many milliseconds, which note that they run, and answers them by their dates. */
    private static List<ScheduledFuture<?>> scheduleAll(
            ScheduledExecutorService executor, List<Integer> delays, Queue<Future<?>> ran) {
        List<ScheduledFuture<?>> scheduled = new ArrayList<>();
        for (int delay : delays) {
            var self = new CompletableFuture<Future<?>>();
            ScheduledFuture<?> future =
                    executor.schedule(() -> ran.add(self.join()), 1L + delay, TimeUnit.MILLISECONDS);
            self.complete(future);
            scheduled.add(future);
        }
        return scheduled.stream().sorted().toList();
    }

    @EachSerialExecutor
    void runInTheOrderInWhichTheyCameIfTheirDelayIsTheSame(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        List<Integer> ran = new ArrayList<>();
        List<Integer> expected = IntStream.range(0, 300).boxed().toList();
        for (int number : expected) {
            var _ = executor.schedule(() -> ran.add(number), 2, TimeUnit.MILLISECONDS);
        }
        answer(executor.schedule(NOTHING, 2, TimeUnit.MILLISECONDS));

        assertEquals(expected, ran);
    }

    @EachSerialExecutor
    void runInTheirPlaceAmongTheOthersWithoutDelay(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        List<Integer> ran = new ArrayList<>();
        Roadblock roadblock = block(executor);
        executor.execute(() -> ran.add(1));
        var _ = executor.schedule(() -> ran.add(2), 0, TimeUnit.SECONDS);
        executor.execute(() -> ran.add(3));
        var _ = executor.schedule(() -> ran.add(4), 0, TimeUnit.SECONDS);
        var _ = executor.submit(() -> ran.add(5));
        roadblock.open();

        drain(executor);
        assertEquals(List.of(1, 2, 3, 4, 5), ran);
    }

    @EachSerialExecutor
    void runInTheirPlaceAmongTheOthersWithANegativeDelay(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        List<Integer> ran = new ArrayList<>();
        Roadblock roadblock = block(executor);
        executor.execute(() -> ran.add(1));
        var _ = executor.schedule(() -> ran.add(2), -1, TimeUnit.DAYS);
        executor.execute(() -> ran.add(3));
        var _ = executor.schedule(() -> ran.add(4), Long.MIN_VALUE, TimeUnit.DAYS);
        roadblock.open();

        drain(executor);
        assertEquals(List.of(1, 2, 3, 4), ran);
    }

    @EachSerialExecutor
    @DiffersFromJdk(Difference.DUE_BEHIND_OTHERS)
    void runAfterABatchOfOthersIfTheyBecomeDueBehindThem(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        List<String> ran = new ArrayList<>();
        Roadblock roadblock = block(executor);
        Future<?> overdue = executor.schedule(() -> ran.add("overdue"), 1, TimeUnit.MILLISECONDS);
        spend(Duration.ofMillis(3), System.nanoTime());
        executor.execute(() -> ran.add("executed"));
        roadblock.open();
        answer(overdue);
        drain(executor);

        assertEquals(List.of("executed", "overdue"), ran);
    }

    @EachSerialExecutor
    void keepTheirOrderAmongThoseThatTheSameThreadExecutes(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        List<String> ran = new ArrayList<>();
        Roadblock roadblock = block(executor);
        executor.execute(() -> ran.add("init"));
        Future<?> use = executor.schedule(() -> ran.add("use"), 1, TimeUnit.MILLISECONDS);
        Future<?> timeout = executor.schedule(() -> ran.add("timeout"), 100, TimeUnit.MILLISECONDS);
        executor.execute(() -> ran.add("work"));
        roadblock.open();
        answer(use);
        answer(timeout);

        assertTrue(ran.indexOf("init") < ran.indexOf("use"), ran::toString);
        assertTrue(ran.indexOf("work") < ran.indexOf("timeout"), ran::toString);
    }

    @EachExecutor
    void doNotHoldUpTheOthers(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var _ = executor.schedule(NOTHING, 1, TimeUnit.HOURS);

        assertEquals("now", answer(executor.submit(() -> "now")));
    }

    @EachExecutor
    void doNotHoldUpOneWithAnEarlierDate(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var _ = executor.schedule(NOTHING, 1, TimeUnit.HOURS);
        drain(executor);

        assertEquals("soon", answer(executor.schedule(() -> "soon", 1, TimeUnit.MILLISECONDS)));
    }

    @EachExecutor
    void doNotHoldUpOneWithAnEarlierDateIfTheirsIsTheLongestDelay(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var _ = executor.schedule(NOTHING, Long.MAX_VALUE, TimeUnit.DAYS);
        var _ = executor.schedule(NOTHING, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        drain(executor);

        assertEquals("soon", answer(executor.schedule(() -> "soon", 1, TimeUnit.MILLISECONDS)));
    }

    @EachExecutor
    void runLateBehindATaskThatLasts(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Future<String> overdue = executor.schedule(() -> "overdue", 1, TimeUnit.MILLISECONDS);
        spend(Duration.ofMillis(3), System.nanoTime());
        assertFalse(overdue.isDone());
        roadblock.open();

        assertEquals("overdue", answer(overdue));
    }

    @EachExecutor
    void runInSpiteOfAFloodOfOthers(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Future<String> delayed = executor.schedule(() -> "delayed", 1, TimeUnit.MILLISECONDS);
        var floodIsOver = new CountDownLatch(1);
        Runnable flood = new Runnable() {
            @Override
            public void run() {
                if (delayed.isDone()) {
                    floodIsOver.countDown();
                } else {
                    executor.execute(this);
                }
            }
        };
        executor.execute(flood);

        assertEquals("delayed", answer(delayed));
        await(floodIsOver);
    }

    @EachExecutor
    void runAllWhenManyAreDueAtOnce(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            futures.add(executor.schedule(NOTHING, i, TimeUnit.MICROSECONDS));
        }
        spend(Duration.ofMillis(2), System.nanoTime());
        roadblock.open();

        for (Future<?> future : futures) {
            answer(future);
        }
    }

    @EachExecutor
    void runNoEarlierForThoseThatAreCancelled(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        long start = System.nanoTime();
        ScheduledFuture<?> sooner = executor.schedule(NOTHING, 5, TimeUnit.MILLISECONDS);
        ScheduledFuture<Long> later = executor.schedule(System::nanoTime, 10, TimeUnit.MILLISECONDS);
        sooner.cancel(false);

        assertTrue(answer(later) - start >= Duration.ofMillis(10).toNanos());
    }

    @EachSerialExecutor
    void seeWhatTheTasksBeforeThemWrote(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var plain = new Plain();
        for (int i = 0; i < 200; i++) {
            executor.execute(() -> plain.value++);
            var _ = executor.schedule(() -> plain.value++, 1, TimeUnit.MILLISECONDS);
        }
        answer(executor.schedule(NOTHING, 2, TimeUnit.MILLISECONDS));

        assertEquals(400, plain.value);
    }
}
