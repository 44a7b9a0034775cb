package dev.runloop.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A gate whose wait ends for more than its inbox")
class WakeGateTest {
    private static final int SOME = 20;
    private static final long LONG =
            TimeUnit.MICROSECONDS.toNanos(300); // for a sleep; far more than a look round takes

    private final Queue<String> inbox = new ArrayDeque<>();
    private boolean hasCome;
    private int looks;
    private int waits;
    private long waitNanos;
    private final WakeGate gate = new WakeGate(
            new WaitStrategy() {
                @Override
                public void await() {
                    waits++;
                    long end = System.nanoTime() + waitNanos;
                    while (end - System.nanoTime() > 0) {
                        LockSupport.parkNanos(end - System.nanoTime());
                    }
                }

                @Override
                public void awaitUntil(long deadline) {
                    await();
                }

                @Override
                public boolean hasCome() {
                    looks++;
                    return hasCome;
                }

                @Override
                public int costOfLook() {
                    return 16;
                }

                @Override
                public void endWait() {}
            },
            inbox::isEmpty);

    @BeforeEach
    void needTwoProcessors() {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "with one processor nobody spins");
    }

    private void sleepTimes(int times) {
        for (int i = 0; i < times; i++) {
            gate.sleep();
        }
    }

    @Test
    @DisplayName("spins after brief sleeps, and does not sleep if there is an event")
    void looksAfterBriefSleeps() {
        sleepTimes(SOME);
        int before = waits;
        hasCome = true;
        gate.sleep();
        assertEquals(before, waits);
    }

    @Test
    @DisplayName("spins a bounded number of times, then sleeps")
    void looksAreBounded() {
        sleepTimes(SOME);
        int before = looks;
        gate.sleep();
        assertEquals(SOME + 1, waits);
        assertTrue(looks > before && looks - before <= 1024 / 16, "looked " + (looks - before) + " times");
    }

    @Test
    @DisplayName("does not spin after long sleeps")
    void doesNotLookAfterLongSleeps() {
        sleepTimes(SOME);
        waitNanos = LONG;
        sleepTimes(SOME);
        int before = looks;
        gate.sleep();
        assertEquals(before, looks);
    }

    @Test
    @DisplayName("also looks at its inbox while spinning")
    void looksAtItsInbox() {
        sleepTimes(SOME);
        inbox.add("news");
        int before = looks;
        gate.sleep();
        assertEquals(SOME, waits);
        assertTrue(looks - before <= 1, "looked " + (looks - before) + " times");
    }
}
