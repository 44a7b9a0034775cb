package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;

@DisplayName("ExecutorService.shutdownNow")
class ExecutorServiceTasksHandedBackContractTest extends Contract {

    @EachExecutor
    void handsNothingBackIfNothingWaits(Subject subject) {
        assertEquals(List.of(), open(subject).shutdownNow());
    }

    @EachSerialExecutor
    void handsBackWhatNeverRanInItsOrder(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        List<Future<?>> queued = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            queued.add(executor.submit(NOTHING));
        }

        assertEquals(queued, executor.shutdownNow());
    }

    @EachExecutor
    @DiffersFromJdk(Difference.TASKS_HANDED_BACK)
    void handsBackTheVeryTask(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Runnable task = new Roadblock();
        executor.execute(task);

        assertEquals(List.of(task), executor.shutdownNow());
    }

    @EachExecutor
    void handsBackAsManyAsNeverRan(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        for (int i = 0; i < 10; i++) {
            executor.execute(NOTHING);
        }

        assertEquals(10, executor.shutdownNow().size());
    }

    @EachExecutor
    void handsBackDelayedTasks(Subject subject) {
        ScheduledExecutorService executor = open(subject);
        Set<Object> delayed = new HashSet<>();
        delayed.add(executor.schedule(NOTHING, 3, TimeUnit.HOURS));
        delayed.add(executor.schedule(() -> "result", 1, TimeUnit.HOURS));
        delayed.add(executor.schedule(NOTHING, 2, TimeUnit.HOURS));

        assertEquals(delayed, new HashSet<>(executor.shutdownNow()));
    }

    @EachExecutor
    void handsBackPeriodicTasks(Subject subject) {
        ScheduledExecutorService executor = open(subject);
        Set<Object> delayed = new HashSet<>();
        delayed.add(executor.scheduleAtFixedRate(NOTHING, 1, 1, TimeUnit.HOURS));
        delayed.add(executor.scheduleWithFixedDelay(NOTHING, 1, 1, TimeUnit.HOURS));

        assertEquals(delayed, new HashSet<>(executor.shutdownNow()));
    }

    @EachSerialExecutor
    @DiffersFromJdk(Difference.ORDER_OF_TASKS_HANDED_BACK)
    void handsDelayedTasksBackByTheirDates(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        ScheduledFuture<?> first = executor.schedule(NOTHING, 1, TimeUnit.HOURS);
        ScheduledFuture<?> third = executor.schedule(NOTHING, 3, TimeUnit.HOURS);
        ScheduledFuture<?> second = executor.schedule(NOTHING, 2, TimeUnit.HOURS);
        drain(executor);

        assertEquals(List.of(first, second, third), executor.shutdownNow());
    }

    @EachExecutor
    void doesNotHandBackWhatRuns(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);

        assertEquals(List.of(), executor.shutdownNow());
    }

    @EachExecutor
    void doesNotHandBackWhatIsDone(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        answer(executor.submit(NOTHING));
        answer(executor.schedule(NOTHING, 1, TimeUnit.MILLISECONDS));

        assertEquals(List.of(), executor.shutdownNow());
    }

    @EachExecutor
    @DiffersFromJdk(Difference.CANCELLED_TASKS_LEAVE)
    void doesNotHandBackWhatIsCancelled(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        executor.submit(NOTHING).cancel(false);

        assertEquals(List.of(), executor.shutdownNow());
    }

    @EachExecutor
    @DiffersFromJdk(Difference.CANCELLED_TASKS_LEAVE)
    void doesNotHandBackADelayedTaskThatIsCancelled(Subject subject) {
        ScheduledExecutorService executor = open(subject);
        executor.schedule(NOTHING, 1, TimeUnit.HOURS).cancel(false);

        assertEquals(List.of(), executor.shutdownNow());
    }

    @EachExecutor
    void neitherCompletesNorCancelsWhatItHandsBack(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Future<?> queued = executor.submit(NOTHING);
        executor.shutdownNow();

        awaitEnd(executor);
        assertFalse(queued.isDone());
    }

    @EachExecutor
    @DiffersFromJdk(Difference.TASKS_HANDED_BACK)
    void handsBackWhatCanBeRunElsewhere(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        block(executor);
        Future<String> queued = executor.submit(() -> "queued");
        Future<String> delayed = executor.schedule(() -> "delayed", 1, TimeUnit.HOURS);
        executor.shutdownNow().forEach(Runnable::run);

        assertEquals("queued", queued.state() == Future.State.SUCCESS ? queued.resultNow() : null);
        assertEquals("delayed", answer(delayed));
    }

    @EachExecutor
    void handsNothingBackTheSecondTime(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        executor.execute(NOTHING);

        assertEquals(1, executor.shutdownNow().size());
        assertEquals(List.of(), executor.shutdownNow());
    }

    @EachExecutor
    void handsNothingBackAfterTheEnd(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        executor.execute(NOTHING);
        executor.shutdown();
        awaitEnd(executor);

        assertEquals(List.of(), executor.shutdownNow());
    }

    @EachExecutor
    void handsBackWhatShutdownWouldStillRun(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        block(executor);
        Future<?> queued = executor.submit(NOTHING);
        Future<?> delayed = executor.schedule(NOTHING, 1, TimeUnit.HOURS);
        executor.shutdown();

        assertEquals(Set.of(queued, delayed), Set.copyOf(executor.shutdownNow()));
    }

    @EachExecutor
    @DiffersFromJdk(value = Difference.NOTHING_DROPPED, controlSkipped = "only sometimes otherwise")
    void losesNoTaskAndDoublesNoneHoweverItRaces(Subject subject) throws Exception {
        for (int round = 0; round < 20; round++) {
            ExecutorService executor = open(subject);
            var runs = new AtomicInteger();
            var accepted = new AtomicInteger();
            Thread producer = inThread(() -> {
                for (int i = 0; i < 1_000; i++) {
                    try {
                        executor.execute(runs::incrementAndGet);
                        accepted.incrementAndGet();
                    } catch (RejectedExecutionException e) {
                        return;
                    }
                }
            });
            until(() -> accepted.get() > 10);
            int handedBack = executor.shutdownNow().size();
            join(producer);

            awaitEnd(executor);
            assertEquals(accepted.get(), runs.get() + handedBack);
        }
    }
}
