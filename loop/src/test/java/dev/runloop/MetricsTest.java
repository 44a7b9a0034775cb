package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The metrics of a loop")
class MetricsTest extends LoopTest {
    private static final Duration SOME = Duration.ofMillis(20);

    @Test
    @DisplayName("tell wake-ups that were useful from others")
    void wakeUps() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            timer(loop, MODE, "timer", 1_000, 0);
            runFor(loop, MODE, 500); // woken by the limit
            runFor(loop, MODE, 1_000); // by the timer, then by the limit
            assertEquals(3, loop.metrics().sleeps());
            assertEquals(1, loop.metrics().usefulWakeUps());
            assertEquals(2, loop.metrics().uselessWakeUps());
        });
    }

    @Test
    @DisplayName("tell how late timers were")
    void lateness() throws Exception {
        onLoop(loop -> {
            for (int i = 1; i <= 4; i++) {
                timer(loop, MODE, "timer", 10L * i, 0);
            }
            clock.advance(Duration.ofMillis(50));
            poll(loop, MODE); // late by 40, 30, 20 and 10 ms
            RunLoopMetrics.Lateness lateness = loop.metrics().lateness();
            assertEquals(Duration.ofMillis(100), lateness.total());
            assertEquals(Duration.ofMillis(40), lateness.greatest());
            assertEquals(Duration.ofMillis(40), lateness.p99());
            assertTrue(
                    lateness.median().compareTo(Duration.ofMillis(20)) >= 0
                            && lateness.median().compareTo(Duration.ofMillis(25)) <= 0,
                    lateness.toString());
        });
    }

    @Test
    @DisplayName("name the class that kept the loop for longest, and for how long")
    void longest() throws Exception {
        onLoop(loop -> {
            loop.perform(MODE, () -> {});
            loop.perform(MODE, new Slow());
            loop.perform(MODE, () -> {});
            keep(loop, MODE);
            poll(loop, MODE);
            assertEquals(Slow.class.getName(), loop.metrics().longestCallee());
            assertTrue(loop.metrics().longestCallout().compareTo(SOME) >= 0, loop.metrics()::toString);
        });
    }

    private static final class Slow implements Runnable {
        @Override
        public void run() {
            passTime();
        }
    }

    private static void passTime() {
        long end = System.nanoTime() + SOME.toNanos();
        for (long left = SOME.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Test
    @DisplayName("do not charge a callout with what others have done before it")
    void notCharged() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            poll(loop, MODE);
            passTime(); // outside of any run
            loop.perform(MODE, () -> {});
            poll(loop, MODE);
            assertTrue(loop.metrics().longestCallout().compareTo(SOME) < 0, loop.metrics()::toString);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("do not charge a callout with the sleep of a run within it")
    void nestedSleep(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        var ended = new CountDownLatch(1);
        loop.perform(() -> {
            keep(loop, MODE);
            runFor(loop, MODE, 4 * SOME.toMillis());
        });
        loop.perform(ended::countDown);
        loop.wakeUp();
        await(ended);
        RunLoopMetrics metrics = loop.metrics();
        assertTrue(metrics.asleep().compareTo(SOME.multipliedBy(3)) > 0, metrics::toString);
        assertTrue(metrics.longestCallout().compareTo(SOME.multipliedBy(2)) < 0, metrics::toString);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tell the time asleep from the time busy, also while the loop sleeps or is busy")
    void times(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        Awaitility.await().atMost(PATIENCE).until(() -> loop.metrics().asleep().compareTo(SOME) > 0);
        var goOn = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        loop.perform(() -> {
            begun.countDown();
            awaitUninterruptibly(goOn);
        });
        loop.wakeUp();
        await(begun);
        Duration asleep = loop.metrics().asleep();
        Awaitility.await().atMost(PATIENCE).until(() -> loop.metrics().busy().compareTo(SOME) > 0);
        assertEquals(asleep, loop.metrics().asleep());
        goOn.countDown();
        Awaitility.await().atMost(PATIENCE).until(loop::isWaiting);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("nobody lets me go on");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("tell how many blocks wait, and how many were found waiting at most")
    void queued() throws Exception {
        onLoop(loop -> {
            for (int i = 0; i < 5; i++) {
                loop.perform(Set.of(MODE, OTHER), () -> {});
            }
            assertEquals(5, loop.metrics().queued());
            keep(loop, MODE);
            poll(loop, MODE);
            assertEquals(0, loop.metrics().queued());
            assertEquals(5, loop.metrics().mostQueued());
        });
    }
}
