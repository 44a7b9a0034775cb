package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An item that one thread adds to the common modes while another takes it out")
class CommonModesRaceTest extends ConcurrentTest {
    private static final int ROUNDS = 20_000;
    private static final RunLoopMode ALSO_COMMON = RunLoopMode.of("also common");

    @Test
    void isInAllOfThemAfterwardsOrInNone() throws Exception {
        RunLoop loop = startLoop(ThreadKind.PLATFORM).loop();
        loop.addCommonMode(ALSO_COMMON);
        Source0 source = Source0.create(() -> {});
        var barrier = new CyclicBarrier(2);
        Thread remover = start(ThreadKind.PLATFORM, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                barrier.await();
                loop.remove(source, RunLoopMode.COMMON);
                barrier.await();
            }
        });
        int torn = 0;
        for (int round = 0; round < ROUNDS; round++) {
            loop.add(source, RunLoopMode.COMMON);
            barrier.await();
            loop.add(source, RunLoopMode.COMMON);
            barrier.await();
            boolean isCommon = loop.contains(source, RunLoopMode.COMMON);
            if (loop.contains(source, RunLoopMode.DEFAULT) != isCommon
                    || loop.contains(source, ALSO_COMMON) != isCommon) {
                torn++;
            }
        }
        remover.join();

        assertEquals(0, torn);
    }
}
