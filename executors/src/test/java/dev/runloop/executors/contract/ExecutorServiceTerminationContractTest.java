package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The termination of an ExecutorService")
class ExecutorServiceTerminationContractTest extends Contract {

    @EachExecutor
    void isNotThereAtTheBeginning(Subject subject) {
        assertFalse(open(subject).isTerminated());
    }

    @EachExecutor
    void isNotThereWhenAllTasksHaveEnded(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        drain(executor);

        assertFalse(executor.isTerminated());
    }

    @EachExecutor
    void isNotThereWhileATaskRuns(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        executor.shutdown();

        assertFalse(executor.isTerminated());
        roadblock.open();
    }

    @EachExecutor
    void isThereWhenTheLastTaskHasEnded(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        executor.shutdown();
        roadblock.open();

        until(executor::isTerminated);
    }

    @EachExecutor
    void isThereWheneverTheWaitForItHasSucceeded(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        executor.execute(NOTHING);
        executor.shutdown();
        awaitEnd(executor);

        assertTrue(executor.isTerminated());
    }

    @EachExecutor
    void isWaitedForInVainWithoutShutdown(Subject subject) throws Exception {
        assertFalse(open(subject).awaitTermination(1, TimeUnit.MILLISECONDS));
    }

    @EachExecutor
    void isWaitedForInVainWhileATaskRuns(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        executor.shutdown();

        assertFalse(executor.awaitTermination(1, TimeUnit.MILLISECONDS));
        roadblock.open();
    }

    @EachExecutor
    void isWaitedForNoLessThanTheGivenTime(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        long start = System.nanoTime();

        assertFalse(executor.awaitTermination(10, TimeUnit.MILLISECONDS));
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(10).toNanos());
    }

    @EachExecutor
    void isNotWaitedForIfThereIsNoTime(Subject subject) throws Exception {
        assertFalse(open(subject).awaitTermination(0, TimeUnit.SECONDS));
    }

    @EachExecutor
    void isNotWaitedForIfTheTimeIsNegative(Subject subject) throws Exception {
        assertFalse(open(subject).awaitTermination(Long.MIN_VALUE, TimeUnit.DAYS));
    }

    @EachExecutor
    void isAnsweredWithoutTimeOnceItIsThere(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        executor.shutdown();
        awaitEnd(executor);

        assertTrue(executor.awaitTermination(0, TimeUnit.SECONDS));
        assertTrue(executor.awaitTermination(-1, TimeUnit.SECONDS));
    }

    @EachExecutor
    void mayBeWaitedForTheLongestTime(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        executor.shutdown();
        Thread waiter = inThread(() -> assertTrue(executor.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS)));
        untilWaiting(waiter);
        roadblock.open();

        join(waiter);
    }

    @EachExecutor
    void needsAUnitToBeWaitedFor(Subject subject) {
        ExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.awaitTermination(1, null));
    }

    @EachExecutor
    void releasesAllWhoWait(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiters.add(inThread(() -> awaitEnd(executor)));
        }
        executor.shutdown();
        roadblock.open();

        for (Thread waiter : waiters) {
            join(waiter);
        }
    }

    @EachExecutor
    void releasesWhoHasWaitedSinceBeforeShutdown(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Thread waiter = inThread(() -> awaitEnd(executor));
        untilWaiting(waiter);
        executor.shutdown();

        join(waiter);
    }

    @EachExecutor
    void isWaitedForUntilAnInterrupt(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Thread waiter = inThread(
                () -> assertThrows(InterruptedException.class, () -> executor.awaitTermination(1, TimeUnit.HOURS)));
        untilWaiting(waiter);
        waiter.interrupt();

        join(waiter);
    }

    @EachExecutor
    void isNotBroughtAboutByTheInterruptOfAWaiter(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Thread waiter = inThread(
                () -> assertThrows(InterruptedException.class, () -> executor.awaitTermination(1, TimeUnit.HOURS)));
        waiter.interrupt();
        join(waiter);

        assertFalse(executor.isShutdown());
    }

    @EachSerialExecutor
    void showsWhatTheTasksWrote(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var plain = new Plain();
        for (int i = 0; i < 1_000; i++) {
            executor.execute(() -> plain.value++);
        }
        executor.shutdown();

        awaitEnd(executor);
        assertEquals(1_000, plain.value);
    }

    @EachExecutor
    @DiffersFromJdk(Difference.WAITING_ON_THE_OWN_LOOP)
    void cannotBeWaitedForByATask(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Class<?> thrown = answer(executor.submit(() -> {
            executor.shutdown();
            try {
                executor.awaitTermination(1, TimeUnit.MILLISECONDS);
                return Void.class;
            } catch (IllegalStateException e) {
                return e.getClass();
            }
        }));

        assertEquals(IllegalStateException.class, thrown);
    }
}
