package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Future.cancel")
class FutureCancelContractTest extends Contract {

    @EachExecutor
    void keepsATaskFromRunning(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        Roadblock roadblock = block(executor);
        Future<?> future = executor.submit(runs::incrementAndGet);

        assertTrue(future.cancel(false));
        roadblock.open();
        drain(executor);
        assertEquals(0, runs.get());
    }

    @EachSerialExecutor
    void leavesTheOthersInTheirOrder(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        List<Integer> ran = new ArrayList<>();
        Roadblock roadblock = block(executor);
        executor.execute(() -> ran.add(1));
        Future<?> cancelled = executor.submit(() -> ran.add(2));
        executor.execute(() -> ran.add(3));
        executor.execute(() -> ran.add(4));
        cancelled.cancel(false);
        roadblock.open();

        drain(executor);
        assertEquals(List.of(1, 3, 4), ran);
    }

    @EachExecutor
    void succeedsOnlyOnce(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Future<?> future = executor.submit(NOTHING);

        assertTrue(future.cancel(false));
        assertFalse(future.cancel(true));
        assertTrue(future.isCancelled());
    }

    @EachExecutor
    void succeedsForOneOfMany(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        block(executor);
        Future<?> future = executor.submit(NOTHING);
        var successes = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(inThread(() -> successes.addAndGet(future.cancel(false) ? 1 : 0)));
        }
        for (Thread thread : threads) {
            join(thread);
        }

        assertEquals(1, successes.get());
    }

    @EachExecutor
    void failsAfterAResult(Subject subject) throws Exception {
        Future<String> future = open(subject).submit(() -> "result");
        answer(future);

        assertFalse(future.cancel(true));
        assertFalse(future.isCancelled());
        assertEquals("result", future.get());
    }

    @EachExecutor
    void failsAfterAnException(Subject subject) {
        Future<String> future = open(subject).submit(throwing(new Exception("thrown by a task")));
        assertThrows(ExecutionException.class, () -> answer(future));

        assertFalse(future.cancel(true));
        assertEquals(Future.State.FAILED, future.state());
    }

    @EachExecutor
    void interruptsTheTaskIfItMay(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var running = new Roadblock();
        Future<?> future = executor.submit(running);
        running.awaitReached();

        assertTrue(future.cancel(true));
        running.awaitInterrupted();
    }

    @EachExecutor
    void doesNotInterruptTheTaskIfItMayNot(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var running = new Roadblock();
        Future<?> future = executor.submit(running);
        running.awaitReached();

        assertTrue(future.cancel(false));
        running.open();
        drain(executor);
        assertFalse(running.wasInterrupted());
    }

    @EachExecutor
    void makesTheFutureDoneWhileTheTaskStillRuns(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var running = new Roadblock();
        Future<?> future = executor.submit(running);
        running.awaitReached();
        future.cancel(false);

        assertTrue(future.isDone());
        assertEquals(Future.State.CANCELLED, future.state());
        running.open();
    }

    @EachExecutor
    void dropsTheResultOfTheTaskThatRuns(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var running = new Roadblock();
        Future<String> future = executor.submit(running, "result");
        running.awaitReached();
        future.cancel(false);
        running.open();

        drain(executor);
        assertEquals(Future.State.CANCELLED, future.state());
    }

    @EachExecutor
    void dropsTheExceptionOfTheTaskThatRuns(Subject subject) throws Exception {
        Queue<Throwable> reported = reported();
        ExecutorService executor = open(subject);
        var running = new Roadblock();
        Future<?> future = executor.submit(() -> {
            running.run();
            throw new IllegalStateException("thrown by a task");
        });
        running.awaitReached();
        future.cancel(false);
        running.open();

        drain(executor);
        assertEquals(Future.State.CANCELLED, future.state());
        assertEquals(List.of(), List.copyOf(reported));
    }

    @EachExecutor
    void doesNotInterruptTheTaskBeforeIt(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock running = block(executor);
        executor.submit(NOTHING).cancel(true);
        running.open();

        drain(executor);
        assertFalse(running.wasInterrupted());
    }

    @EachExecutor
    void doesNotInterruptTheTaskBehindOneThatIsDone(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Future<?> done = executor.submit(NOTHING);
        answer(done);
        Roadblock running = block(executor);
        done.cancel(true);
        running.open();

        drain(executor);
        assertFalse(running.wasInterrupted());
    }

    @EachSerialExecutor
    void neverInterruptsTheNextTask(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var strays = new AtomicInteger();
        for (int i = 0; i < 500; i++) {
            var begun = new CountDownLatch(1);
            Future<?> future = executor.submit(begun::countDown);
            executor.execute(() -> {
                if (Thread.currentThread().isInterrupted()) {
                    strays.incrementAndGet();
                }
            });
            await(begun);
            future.cancel(true); // about when it ends
        }

        drain(executor);
        assertEquals(0, strays.get());
    }

    @EachExecutor
    void letsTheLoopGoOnAfterAnInterruptedTask(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var running = new Roadblock();
        Future<?> future = executor.submit(running);
        running.awaitReached();
        future.cancel(true);

        assertEquals("next", answer(executor.submit(() -> "next")));
    }

    @EachExecutor
    void mayComeFromTheTaskItself(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var self = new AtomicReference<Future<?>>();
        var cancelled = new AtomicBoolean();
        Roadblock roadblock = block(executor);
        self.set(executor.submit(() -> cancelled.set(self.get().cancel(false))));
        roadblock.open();

        drain(executor);
        assertTrue(cancelled.get());
        assertTrue(self.get().isCancelled());
    }

    @EachExecutor
    void fromTheTaskItselfInterruptsIt(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var self = new AtomicReference<Future<?>>();
        var interrupted = new AtomicBoolean();
        Roadblock roadblock = block(executor);
        self.set(executor.submit(() -> {
            self.get().cancel(true);
            interrupted.set(Thread.currentThread().isInterrupted());
        }));
        roadblock.open();

        drain(executor);
        assertTrue(interrupted.get());
    }

    @EachSerialExecutor // several threads may run the two at the same time
    void mayComeFromAnotherTask(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        var victim = new AtomicReference<Future<?>>();
        var runs = new AtomicInteger();
        Future<?> canceller = executor.submit(() -> victim.get().cancel(false));
        victim.set(executor.submit(runs::incrementAndGet));
        roadblock.open();
        answer(canceller);

        drain(executor);
        assertTrue(victim.get().isCancelled());
        assertEquals(0, runs.get());
    }

    @EachExecutor
    void eitherSucceedsOrComesTooLate(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        for (int i = 0; i < 500; i++) {
            var runs = new AtomicInteger();
            Runnable task = runs::incrementAndGet;
            Future<?> future = executor.submit(task);
            boolean cancelled = future.cancel(false);

            assertEquals(cancelled, future.isCancelled());
            if (!cancelled) {
                assertEquals(1, runs.get());
            }
        }
    }

    @EachExecutor
    void doesNotKeepAnExecutorFromTerminating(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Future<?> future = executor.submit(NOTHING);
        executor.shutdown();
        future.cancel(true);
        roadblock.open();

        awaitEnd(executor);
    }
}
