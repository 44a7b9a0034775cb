package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.test.SteppingClock;
import dev.runloop.test.ThreadKind;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The section "Timers" of the rules, line by line. */
@DisplayName("A timer")
class TimerRulesTest extends PerformTest {
    private final List<Long> fired = new ArrayList<>(); // milliseconds

    private static void run(RunLoop loop, long millis) {
        loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(millis), false);
    }

    private static RunLoopTimer add(
            RunLoop loop, SteppingClock clock, long first, long interval, Consumer<RunLoopTimer> handler) {
        RunLoopTimer timer = RunLoopTimer.builder()
                .clock(clock)
                .firstFire(Duration.ofMillis(first))
                .interval(Duration.ofMillis(interval))
                .build(handler);
        loop.add(timer, RunLoopMode.DEFAULT);
        return timer;
    }

    private RunLoopTimer add(RunLoop loop, SteppingClock clock, long first, long interval) {
        return add(
                loop, clock, first, interval, timer -> fired.add(clock.elapsed().toMillis()));
    }

    @ParameterizedTest
    @EnumSource
    void thatDoesNotRepeatIsValidInItsCallbackAndInvalidAndReleasedAfterIt(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<Boolean> valid = new ArrayList<>();
            var timer = new WeakReference<>(add(loop, clock, 1, 0, fires -> valid.add(fires.isValid())));
            RunLoopTimer held = timer.get();
            run(loop, 10);
            assertEquals(List.of(true), valid);
            assertFalse(held.isValid());

            held = null;
            Released.await(timer);
        });
    }

    @ParameterizedTest
    @EnumSource
    void firedByHandRunsNowAndKeepsItsDateIfItRepeats(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopTimer timer = add(loop, clock, 10, 10);
            clock.advance(Duration.ofMillis(3));
            timer.fire();
            run(loop, 20);

            assertEquals(List.of(3L, 10L, 20L), fired);
        });
    }

    @ParameterizedTest
    @EnumSource
    void firedByHandRunsAndIsInvalidatedIfItDoesNotRepeatAndThenDoesNothing(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopTimer timer = add(loop, clock, 10, 0);
            timer.fire();
            assertFalse(timer.isValid());
            timer.fire();
            run(loop, 20);

            assertEquals(List.of(0L), fired);
        });
    }

    @ParameterizedTest
    @EnumSource
    void keepsItsGridAfterALongCallback(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            add(loop, clock, 10, 10, timer -> {
                fired.add(clock.elapsed().toMillis());
                clock.advance(Duration.ofMillis(fired.size() == 1 ? 25 : 0));
            });
            run(loop, 55);

            assertEquals(List.of(10L, 40L, 50L), fired); // 10 + 25 = 35
        });
    }

    @ParameterizedTest
    @EnumSource
    void keepsItsGridIfItFiresLate(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            add(loop, clock, 10, 10);
            clock.advance(Duration.ofMillis(33));
            run(loop, 20);

            assertEquals(List.of(33L, 40L, 50L), fired);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whoseDateIsSetHasItsGridFromThere(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopTimer timer = add(loop, clock, 10, 10);
            timer.setNextFireDate(clock.instant().plusMillis(13));
            run(loop, 40);

            assertEquals(List.of(13L, 23L, 33L), fired);
            assertTrue(timer.isValid());
        });
    }
}
