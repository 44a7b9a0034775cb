package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A task with a later date than the loop waits for anyway")
class LaterDatesTest extends ExecutorTest {

    private static long sleeps(RunLoopExecutor executor) {
        return executor.loop().metrics().sleeps();
    }

    private static void awaitSleepAfterAll(RunLoopExecutor executor) throws Exception {
        drain(executor);
        Awaitility.await().atMost(PATIENCE).until(executor.loop()::isWaiting);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotWakeTheLoop(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var _ = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        awaitSleepAfterAll(executor);
        long asleep = sleeps(executor);

        for (int i = 0; i < 1_000; i++) {
            var _ = executor.schedule(() -> {}, 2, TimeUnit.HOURS);
        }
        awaitSleepAfterAll(executor); // one wake-up, for a task that asks for it
        assertEquals(asleep + 1, sleeps(executor));
    }

    @ParameterizedTest
    @EnumSource
    void runsInItsTurn(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<Integer> ran = new ArrayList<>(); // by the loop's thread
        List<ScheduledFuture<?>> futures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int number = i;
            futures.add(executor.schedule(() -> ran.add(number), 10 + i, TimeUnit.MILLISECONDS));
        }
        for (ScheduledFuture<?> future : futures) {
            future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        List<Integer> inOrder = new ArrayList<>(ran);
        inOrder.sort(null);
        assertEquals(50, ran.size());
        assertEquals(inOrder, ran);
    }

    @ParameterizedTest
    @EnumSource
    void isTakenInByTheLoopBeforeThereAreTooMany(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var _ = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        awaitSleepAfterAll(executor);
        long before = sleeps(executor);
        for (int i = 0; i < 10_000; i++) {
            var _ = executor.schedule(() -> {}, 2, TimeUnit.HOURS);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> sleeps(executor) > before);
        assertEquals(10_001, executor.delayedTaskCount());
    }

    @ParameterizedTest
    @EnumSource
    void endsWithTheExecutorWhenAllAreCancelled(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<ScheduledFuture<?>> futures = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            futures.add(executor.schedule(() -> {}, 1 + i % 7, TimeUnit.HOURS));
        }
        executor.shutdown();
        futures.forEach(future -> future.cancel(false));
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
}
