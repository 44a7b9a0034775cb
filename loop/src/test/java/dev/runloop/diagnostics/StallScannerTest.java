package dev.runloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.diagnostics.StallReport.Phase;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** By a time that the test makes up: a period of it is so long that the time of the machine does not count beside it. */
@DisplayName("A stall")
class StallScannerTest extends ConcurrentTest {
    private static final long PERIOD = Duration.ofHours(1).toNanos();
    private static final long LIMIT = StallScanner.LOOKS_WITHIN_LIMIT * PERIOD;

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<StallReport> reports = new ArrayList<>();
    private StallScanner scanner;
    private RunLoop loop;

    @AfterEach
    void letGo() {
        goOn.countDown();
    }

    /** Looks at a loop that is about to be kept by a callout, for the first time. */
    private void begin(ThreadKind kind) throws Exception {
        loop = startLoop(kind).loop();
        scanner = new StallScanner(LIMIT, PERIOD, new ArrayList<>(List.of(loop)), origins -> null, reports::add);
        var begun = new CountDownLatch(1);
        loop.perform(() -> {
            begun.countDown();
            awaitOrFail();
        });
        loop.wakeUp();
        await(begun);
        look(1, PERIOD);
        assertEquals(List.of(), reports);
    }

    private void awaitOrFail() {
        try {
            await(goOn);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void look(int times, long elapsed) {
        for (int i = 0; i < times; i++) {
            scanner.look(elapsed);
        }
    }

    private void assertLasting(double periods) {
        long difference = reports.getLast().lasting().toNanos() - (long) (periods * PERIOD);
        assertTrue(Math.abs(difference) <= PERIOD, reports::toString);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is told with its time where the monitor looks late again and again")
    void lateLooks(ThreadKind kind) throws Exception {
        begin(kind);
        look(3, 6 * PERIOD);
        assertEquals(List.of(), reports);
        look(1, 6 * PERIOD);
        assertEquals(Phase.BEGAN, reports.getFirst().phase());
        assertLasting(24);
        look(5, 6 * PERIOD);
        assertEquals(2, reports.size(), reports::toString);
        assertEquals(Phase.LASTS, reports.getLast().phase());
        assertLasting(54);
        goOn.countDown();
        awaitAsleep();
        look(1, PERIOD);
        assertEquals(Phase.ENDED, reports.getLast().phase());
        assertLasting(54.5);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is told when the limit is over where the monitor looks in time")
    void looksInTime(ThreadKind kind) throws Exception {
        begin(kind);
        look(StallScanner.LOOKS_WITHIN_LIMIT - 1, PERIOD);
        assertEquals(List.of(), reports);
        look(1, PERIOD);
        assertEquals(1, reports.size());
        assertLasting(StallScanner.LOOKS_WITHIN_LIMIT);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is none if the machine has stood still for the most part of it")
    void pausesOfTheMachine(ThreadKind kind) throws Exception {
        begin(kind);
        for (long pause : new long[] {LIMIT - 1, LIMIT, 1_000 * LIMIT}) {
            look(1, pause);
        }
        look(1, PERIOD);
        assertEquals(List.of(), reports);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("does not count a pause that is as long as the limit")
    void longPause(ThreadKind kind) throws Exception {
        begin(kind);
        look(1, 1_000 * LIMIT);
        look(StallScanner.LOOKS_WITHIN_LIMIT, PERIOD);
        assertEquals(1, reports.size());
        assertTrue(reports.getFirst().lasting().toNanos() <= 2 * LIMIT, reports::toString);
    }

    private void awaitAsleep() {
        Awaitility.await().atMost(PATIENCE).until(loop::isWaiting);
    }
}
