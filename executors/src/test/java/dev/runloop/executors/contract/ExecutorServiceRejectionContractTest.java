package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.function.Executable;

@DisplayName("An ExecutorService that is shut down rejects")
class ExecutorServiceRejectionContractTest extends Contract {
    private static final Callable<String> TASK = () -> "task";

    private ScheduledExecutorService openAndShutDown(Subject subject) {
        ScheduledExecutorService executor = open(subject);
        executor.shutdown();
        return executor;
    }

    private static void assertRejected(Executable call) {
        assertThrows(RejectedExecutionException.class, call);
    }

    @EachExecutor
    void execute(Subject subject) {
        ExecutorService executor = openAndShutDown(subject);
        assertRejected(() -> executor.execute(NOTHING));
    }

    @EachExecutor
    void submitOfACallable(Subject subject) {
        ExecutorService executor = openAndShutDown(subject);
        assertRejected(() -> executor.submit(TASK));
    }

    @EachExecutor
    void submitOfARunnable(Subject subject) {
        ExecutorService executor = openAndShutDown(subject);
        assertRejected(() -> executor.submit(NOTHING));
    }

    @EachExecutor
    void submitOfARunnableWithAResult(Subject subject) {
        ExecutorService executor = openAndShutDown(subject);
        assertRejected(() -> executor.submit(NOTHING, "result"));
    }

    @EachExecutor
    void invokeAll(Subject subject) {
        ExecutorService executor = openAndShutDown(subject);
        assertRejected(() -> executor.invokeAll(List.of(TASK)));
    }

    @EachExecutor
    void invokeAllWithATimeout(Subject subject) {
        ExecutorService executor = openAndShutDown(subject);
        assertRejected(() -> executor.invokeAll(List.of(TASK), 1, TimeUnit.HOURS));
    }

    @EachExecutor
    void invokeAny(Subject subject) {
        ExecutorService executor = openAndShutDown(subject);
        assertRejected(() -> executor.invokeAny(List.of(TASK)));
    }

    @EachExecutor
    void invokeAnyWithATimeout(Subject subject) {
        ExecutorService executor = openAndShutDown(subject);
        assertRejected(() -> executor.invokeAny(List.of(TASK), 1, TimeUnit.HOURS));
    }

    @EachExecutor
    void scheduleOfARunnable(Subject subject) {
        ScheduledExecutorService executor = openAndShutDown(subject);
        assertRejected(() -> executor.schedule(NOTHING, 1, TimeUnit.HOURS));
    }

    @EachExecutor
    void scheduleOfARunnableWithoutDelay(Subject subject) {
        ScheduledExecutorService executor = openAndShutDown(subject);
        assertRejected(() -> executor.schedule(NOTHING, 0, TimeUnit.HOURS));
    }

    @EachExecutor
    void scheduleOfACallable(Subject subject) {
        ScheduledExecutorService executor = openAndShutDown(subject);
        assertRejected(() -> executor.schedule(TASK, 1, TimeUnit.HOURS));
    }

    @EachExecutor
    void scheduleAtFixedRate(Subject subject) {
        ScheduledExecutorService executor = openAndShutDown(subject);
        assertRejected(() -> executor.scheduleAtFixedRate(NOTHING, 0, 1, TimeUnit.HOURS));
    }

    @EachExecutor
    void scheduleWithFixedDelay(Subject subject) {
        ScheduledExecutorService executor = openAndShutDown(subject);
        assertRejected(() -> executor.scheduleWithFixedDelay(NOTHING, 0, 1, TimeUnit.HOURS));
    }

    @EachExecutor
    void whileTasksAreStillRunning(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        executor.shutdown();

        assertRejected(() -> executor.execute(NOTHING));
        roadblock.open();
    }

    @EachExecutor
    void afterTheEnd(Subject subject) throws Exception {
        ExecutorService executor = openAndShutDown(subject);
        awaitEnd(executor);

        assertRejected(() -> executor.execute(NOTHING));
    }

    @EachExecutor
    void afterShutdownNow(Subject subject) {
        ScheduledExecutorService executor = open(subject);
        executor.shutdownNow();

        assertRejected(() -> executor.execute(NOTHING));
    }

    @EachExecutor
    void whatATaskHandsOver(Subject subject) {
        ExecutorService executor = open(subject);
        Future<?> handingOver = executor.submit(() -> {
            executor.shutdown();
            executor.execute(NOTHING);
        });

        var failure = assertThrows(ExecutionException.class, () -> answer(handingOver));
        assertTrue(failure.getCause() instanceof RejectedExecutionException);
    }

    @EachExecutor
    void andNeverRunsWhatItHasRejected(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        Roadblock roadblock = block(executor);
        executor.shutdown();
        assertRejected(() -> executor.execute(runs::incrementAndGet));
        roadblock.open();

        awaitEnd(executor);
        assertEquals(0, runs.get());
    }

    @EachExecutor
    @DiffersFromJdk(value = Difference.NOTHING_DROPPED, controlSkipped = "only sometimes otherwise")
    void butRunsAllThatItHasNotRejectedHoweverShutdownRaces(Subject subject) throws Exception {
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
            executor.shutdown();
            join(producer);

            awaitEnd(executor);
            assertEquals(accepted.get(), runs.get());
        }
    }

    @EachExecutor
    void butAnswersNoFuturesForNoTasks(Subject subject) throws Exception {
        assertEquals(List.of(), openAndShutDown(subject).invokeAll(List.<Callable<String>>of()));
    }

    @EachExecutor
    void butStillRefusesNull(Subject subject) {
        ExecutorService executor = openAndShutDown(subject);

        assertThrows(NullPointerException.class, () -> executor.execute(null));
        assertThrows(NullPointerException.class, () -> executor.submit((Runnable) null));
    }
}
