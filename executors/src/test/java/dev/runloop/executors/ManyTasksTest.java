package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.test.ThreadKind;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A backlog of 1,000,000 tasks")
class ManyTasksTest extends ExecutorTest {
    private static final int PRODUCERS = 4;
    private static final int TASKS_OF_EACH = 250_000;

    // The loop's thread; read when all tasks have run.
    private final int[] next = new int[PRODUCERS];
    private int misplaced;

    private final class Numbered implements Runnable {
        private final int producer;
        private final int number;

        Numbered(int producer, int number) {
            this.producer = producer;
            this.number = number;
        }

        @Override
        public void run() {
            if (next[producer] != number) {
                misplaced++;
            }
            next[producer]++;
        }
    }

    private void pileUpAndRun(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Roadblock roadblock = block(executor);
        var handedOver = new CountDownLatch(PRODUCERS);
        for (int i = 0; i < PRODUCERS; i++) {
            int producer = i;
            start(ThreadKind.PLATFORM, () -> {
                for (int number = 0; number < TASKS_OF_EACH; number++) {
                    executor.execute(new Numbered(producer, number));
                }
                handedOver.countDown();
            });
        }
        await(handedOver);
        roadblock.open();
        drain(executor);
    }

    @ParameterizedTest
    @EnumSource
    void losesNone(LoopKind kind) throws Exception {
        pileUpAndRun(kind);

        assertEquals(PRODUCERS * TASKS_OF_EACH, Arrays.stream(next).sum());
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheOrderOfEachProducer(LoopKind kind) throws Exception {
        pileUpAndRun(kind);

        assertEquals(0, misplaced);
    }
}
