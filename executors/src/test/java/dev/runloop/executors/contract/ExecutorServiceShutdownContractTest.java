package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;

@DisplayName("ExecutorService.shutdown")
class ExecutorServiceShutdownContractTest extends Contract {

    @EachExecutor
    void isNotTheStateThatAnExecutorBeginsIn(Subject subject) {
        assertFalse(open(subject).isShutdown());
    }

    @EachExecutor
    void isSeenAtOnce(Subject subject) {
        ExecutorService executor = open(subject);
        executor.shutdown();

        assertTrue(executor.isShutdown());
    }

    @EachExecutor
    void isSeenWhileTasksAreStillRunning(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        executor.shutdown();

        assertTrue(executor.isShutdown());
        roadblock.open();
    }

    @EachExecutor
    void isSeenAfterTheEndToo(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        executor.shutdown();
        awaitEnd(executor);

        assertTrue(executor.isShutdown());
    }

    @EachExecutor
    void endsAnExecutorThatHasNeverRunATask(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        executor.shutdown();

        awaitEnd(executor);
    }

    @EachExecutor
    void endsAnIdleExecutor(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        drain(executor);
        executor.shutdown();

        awaitEnd(executor);
    }

    @EachExecutor
    void mayBeAskedForTwice(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        executor.shutdown();
        executor.shutdown();

        awaitEnd(executor);
    }

    @EachExecutor
    void mayBeAskedForAfterTheEnd(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        executor.shutdown();
        awaitEnd(executor);
        executor.shutdown();

        assertTrue(executor.isTerminated());
    }

    @EachExecutor
    void mayBeAskedForByManyAtOnce(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(inThread(executor::shutdown));
        }
        for (Thread thread : threads) {
            join(thread);
        }
        roadblock.open();

        awaitEnd(executor);
    }

    @EachExecutor
    void doesNotWaitForTheTasks(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        executor.shutdown(); // and comes back

        assertFalse(executor.isTerminated());
        roadblock.open();
    }

    @EachExecutor
    void doesNotInterruptTheTaskThatRuns(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        executor.shutdown();
        roadblock.open();

        awaitEnd(executor);
        assertFalse(roadblock.wasInterrupted());
    }

    @EachSerialExecutor
    void runsWhatIsQueuedInItsOrder(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        List<Integer> ran = new ArrayList<>();
        List<Integer> expected = IntStream.range(0, 1_000).boxed().toList();
        Roadblock roadblock = block(executor);
        expected.forEach(number -> executor.execute(() -> ran.add(number)));
        executor.shutdown();
        roadblock.open();

        awaitEnd(executor);
        assertEquals(expected, ran);
    }

    @EachExecutor
    void completesTheFuturesOfWhatIsQueued(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Future<String> queued = executor.submit(() -> "queued");
        executor.shutdown();
        roadblock.open();

        assertEquals("queued", answer(queued));
    }

    @EachExecutor
    void goesOnAfterAQueuedTaskThatThrows(Subject subject) throws Exception {
        reported();
        ExecutorService executor = open(subject);
        var ran = new AtomicBoolean();
        Roadblock roadblock = block(executor);
        executor.execute(failing(new IllegalStateException("thrown by a task")));
        executor.execute(() -> ran.set(true));
        executor.shutdown();
        roadblock.open();

        awaitEnd(executor);
        assertTrue(ran.get());
    }

    @EachExecutor
    void mayBeAskedForByATask(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        executor.execute(executor::shutdown);

        awaitEnd(executor);
    }

    @EachExecutor
    void askedForByATaskLetsTheTaskEndFirst(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        boolean terminated = answer(executor.submit(() -> {
            executor.shutdown();
            return executor.isTerminated();
        }));

        assertFalse(terminated);
    }

    @EachExecutor
    void askedForByATaskRunsThoseBehindIt(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var ran = new AtomicBoolean();
        Roadblock roadblock = block(executor);
        executor.execute(executor::shutdown);
        executor.execute(() -> ran.set(true));
        roadblock.open();

        awaitEnd(executor);
        assertTrue(ran.get());
    }

    @EachExecutor
    void keepsTheResultsOfTheTasks(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Future<String> done = executor.submit(() -> "result");
        executor.shutdown();
        awaitEnd(executor);

        assertEquals("result", done.resultNow());
    }

    @EachExecutor
    void describesItselfInEachState(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        String running = executor.toString();
        executor.shutdown();
        String shuttingDown = executor.toString();
        roadblock.open();
        awaitEnd(executor);
        String terminated = executor.toString();

        assertNotNull(running);
        assertEquals(
                3,
                List.of(running, shuttingDown, terminated).stream().distinct().count());
    }
}
