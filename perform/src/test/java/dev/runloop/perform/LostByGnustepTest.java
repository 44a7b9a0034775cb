package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.test.ThreadKind;
import dev.runloop.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The section "What GNUstep loses and we must not" of the rules, line by line. */
@DisplayName("Nothing is lost:")
class LostByGnustepTest extends PerformTest {

    @ParameterizedTest
    @EnumSource
    void of100000PerformsQueuedAtOnceAllRunInOrder(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var open = block(target);
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            int number = i;
            Perform.onThread(target.thread(), () -> ran.add(number));
        }
        open.countDown();
        drain(target);

        assertEquals(100_000, ran.size());
        assertTrue(ran.equals(ran.stream().sorted().toList()));
    }

    /** How long from the end of the thread to the error, of a thousand waiters, the slowest hundredth left out. */
    @ParameterizedTest
    @EnumSource
    void aWaiterForAModeThatNeverRunsGetsItsErrorWhenTheThreadEnds(ThreadKind kind) throws Exception {
        int rounds = 1_000;
        long[] nanos = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            int round = i;
            var end = new CountDownLatch(1);
            var queued = new CountDownLatch(1);
            long[] endedAt = new long[1];
            Thread target = start(kind, () -> {
                await(end);
                endedAt[0] = System.nanoTime();
            });
            Thread waiter = start(kind, () -> {
                queued.countDown();
                assertThrows(
                        RunLoopEndedException.class,
                        () -> Perform.onThreadAndWait(target, List.of(RunLoopMode.of("never runs")), () -> "never"));
                nanos[round] = System.nanoTime();
            });
            await(queued);
            end.countDown();
            assertTrue(waiter.join(PATIENCE), () -> "waiter " + round + " hangs");
            assertTrue(target.join(PATIENCE));
            nanos[round] -= endedAt[0];
        }

        Arrays.sort(nanos);
        long latest = nanos[rounds * 99 / 100];
        assertTrue(latest < Duration.ofMillis(100).toNanos(), () -> latest + " ns");
    }

    @ParameterizedTest
    @EnumSource
    void aTimerThatAnotherThreadAddsWakesTheLoop(ThreadKind kind) {
        VirtualClock clock = VirtualClock.create();
        var target = startLoop(kind.loopThread().clock(clock));
        clock.runUntilIdle(); // it sleeps, without a date
        List<Duration> fired = new ArrayList<>();
        target.loop()
                .add(
                        RunLoopTimer.builder()
                                .clock(clock)
                                .firstFire(Duration.ofMillis(30))
                                .build(timer -> fired.add(clock.elapsed())),
                        RunLoopMode.DEFAULT);
        clock.advance(Duration.ofMillis(150));

        assertEquals(List.of(Duration.ofMillis(30)), fired);
    }
}
