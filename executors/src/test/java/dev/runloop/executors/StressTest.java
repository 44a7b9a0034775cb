package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.test.ThreadKind;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Eight producers, round after round, and a loop that has fallen asleep before each. The system properties
 * {@code runloop.stress.rounds} and {@code runloop.stress.tasks} (of one producer in one round) make it longer or
 * shorter.
 */
@Tag("stress")
@DisplayName("A loop that falls asleep between rounds of eight producers")
class StressTest extends ExecutorTest {
    private static final int PRODUCERS = 8;
    private static final int ROUNDS = Integer.getInteger("runloop.stress.rounds", 2);
    private static final int TASKS = Integer.getInteger("runloop.stress.tasks", 1_000_000);

    // The loop's thread; read after the last task of a round.
    private final int[] next = new int[PRODUCERS];
    private int misplaced;

    private static final class Numbered implements Runnable {
        private final StressTest test;
        private final int producer;
        private final int number;

        Numbered(StressTest test, int producer, int number) {
            this.test = test;
            this.producer = producer;
            this.number = number;
        }

        @Override
        public void run() {
            if (test.next[producer]++ != number) {
                test.misplaced++;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void losesNoTaskAndKeepsTheOrderOfEachProducer(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        for (int round = 0; round < ROUNDS; round++) {
            Awaitility.await().atMost(PATIENCE).until(executor.loop()::isWaiting);
            runRound(executor);

            assertEquals(
                    (round + 1L) * PRODUCERS * TASKS,
                    Arrays.stream(next).asLongStream().sum());
            assertEquals(0, misplaced);
        }
    }

    private void runRound(RunLoopExecutor executor) throws InterruptedException {
        int first = next[0];
        var handedOver = new CountDownLatch(PRODUCERS);
        for (int i = 0; i < PRODUCERS; i++) {
            int producer = i;
            start(ThreadKind.PLATFORM, () -> {
                for (int number = first; number < first + TASKS; number++) {
                    executor.execute(new Numbered(this, producer, number));
                }
                handedOver.countDown();
            });
        }
        await(handedOver);
        var done = new CountDownLatch(1);
        executor.execute(done::countDown);
        await(done);
    }
}
