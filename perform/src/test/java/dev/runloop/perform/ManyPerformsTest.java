package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.test.ThreadKind;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten senders of 100,000 performs each: the backlog at which GNUstep drops one. */
@Tag("stress")
@DisplayName("A million performs of ten senders")
class ManyPerformsTest extends PerformTest {
    private static final int SENDERS = 10;
    private static final int PERFORMS = Integer.getInteger("runloop.stress.performs", 50_000);

    // The loop's thread; read after the last perform.
    private final int[] next = new int[SENDERS];
    private int misplaced;

    private void ran(int sender, int number) {
        if (next[sender] != number) {
            misplaced++;
        }
        next[sender]++;
    }

    private void check() {
        assertEquals(SENDERS * PERFORMS, Arrays.stream(next).sum(), "performs that ran");
        assertEquals(0, misplaced, "performs out of the order of their sender");
    }

    private CountDownLatch send(Thread target) {
        var sent = new CountDownLatch(SENDERS);
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            start(ThreadKind.PLATFORM, () -> {
                for (int j = 0; j < PERFORMS; j++) {
                    int number = j;
                    Perform.onThread(target, () -> ran(sender, number));
                }
                sent.countDown();
            });
        }
        return sent;
    }

    @ParameterizedTest
    @EnumSource
    void allRunInTheOrderOfTheirSendersWhileTheyCome(ThreadKind kind) throws Exception {
        var target = startLoop(kind);

        await(send(target.thread()));
        drain(target);
        check();
    }

    @ParameterizedTest
    @EnumSource
    void allRunInTheOrderOfTheirSendersAfterTheyHavePiledUp(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var open = block(target);

        await(send(target.thread()));
        open.countDown();
        drain(target);
        check();
    }
}
