package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("While four producers hand over tasks")
class ShutdownRaceTest extends ExecutorTest {
    private static final int ROUNDS = 80;
    private static final int PRODUCERS = 4;
    private static final int MOST_TASKS =
            20_000; // of each: where there are few processors, the end may be long in coming

    /** A task that knows what has become of it; to be asked when all threads are done with it. */
    private static final class Fate implements Runnable {
        private int runs; // the loop
        private int returns; // the one who ends
        private int rejections; // the producer

        @Override
        public void run() {
            runs++;
        }

        boolean isOne() {
            return runs + returns + rejections == 1;
        }

        @Override
        public String toString() {
            return runs + " runs, " + returns + " returns, " + rejections + " rejections";
        }
    }

    /** What ends an executor. */
    @FunctionalInterface
    private interface Ending {
        List<Runnable> end(RunLoopExecutor executor);
    }

    /** What a producer does until it is rejected. */
    @FunctionalInterface
    private interface Production<T> {
        void handOver(List<T> handedOver);
    }

    /** Has four producers hand over until they are rejected, and a fifth make the end; answers what all handed over. */
    private <T> List<T> raceWith(int tasksBefore, Production<T> production, Runnable ending) throws Exception {
        Queue<List<T>> all = new ConcurrentLinkedQueue<>();
        var start = new CyclicBarrier(PRODUCERS + 1);
        var ended = new CountDownLatch(PRODUCERS + 1);
        for (int i = 0; i <= PRODUCERS; i++) {
            boolean isTheOneWhoEnds = i == PRODUCERS;
            start(ThreadKind.PLATFORM, () -> {
                List<T> mine = new ArrayList<>();
                start.await();
                try {
                    for (int j = 0; j < (isTheOneWhoEnds ? tasksBefore : MOST_TASKS); j++) {
                        production.handOver(mine);
                    }
                    if (isTheOneWhoEnds) {
                        ending.run();
                    }
                } catch (RejectedExecutionException e) {
                    // the end has come
                }
                all.add(mine);
                ended.countDown();
            });
        }
        await(ended);
        return all.stream().flatMap(List::stream).toList();
    }

    private void eachTaskHasOneFate(LoopKind kind, int rounds, Ending ending) throws Exception {
        for (int round = 0; round < rounds; round++) {
            RunLoopExecutor executor = open(kind);
            List<Fate> fates = raceWith(
                    round,
                    handedOver -> handOver(executor, handedOver),
                    () -> ending.end(executor).forEach(returned -> ((Fate) returned).returns++));
            assertTrue(executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));

            List<Fate> wrong = fates.stream().filter(fate -> !fate.isOne()).toList();
            assertTrue(
                    wrong.isEmpty(), "round " + round + ": " + wrong.size() + " tasks, the first with " + first(wrong));
        }
    }

    private static void handOver(RunLoopExecutor executor, List<Fate> fates) {
        var fate = new Fate();
        fates.add(fate);
        try {
            executor.execute(fate);
        } catch (RejectedExecutionException e) {
            fate.rejections++;
            throw e;
        }
    }

    private static String first(List<Fate> fates) {
        return fates.isEmpty() ? "" : fates.getFirst().toString();
    }

    @ParameterizedTest
    @EnumSource
    void shutdownNowHasEachTaskEitherRunOrReturnedOrRejected(LoopKind kind) throws Exception {
        eachTaskHasOneFate(kind, ROUNDS, RunLoopExecutor::shutdownNow);
    }

    @ParameterizedTest
    @EnumSource
    void shutdownHasEachTaskEitherRunOrRejected(LoopKind kind) throws Exception {
        eachTaskHasOneFate(kind, ROUNDS / 4, executor -> {
            executor.shutdown();
            return List.of();
        });
    }

    @ParameterizedTest
    @EnumSource
    void shutdownNowAfterShutdownHasEachTaskEitherRunOrReturnedOrRejected(LoopKind kind) throws Exception {
        eachTaskHasOneFate(kind, ROUNDS / 4, executor -> {
            executor.shutdown();
            return executor.shutdownNow();
        });
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfABorrowedLoopLeavesNoFutureOpen(ThreadKind kind) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var thread = startLoop(kind);
            RunLoopExecutor executor = RunLoopExecutors.on(thread.loop());
            List<Future<?>> futures =
                    raceWith(round, handedOver -> handedOver.add(executor.submit(() -> {})), thread::close);

            long open = futures.stream().filter(future -> !future.isDone()).count();
            assertEquals(0, open, "round " + round);
        }
    }
}
