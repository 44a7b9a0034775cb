package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A limit or delay of a perform, whatever its value,")
class ExtremeLimitsTest extends ConcurrentTest {
    private static final List<Duration> PAST = List.of(
            Duration.ofSeconds(Long.MIN_VALUE), Duration.ofNanos(Long.MIN_VALUE), Duration.ofNanos(-1), Duration.ZERO);
    private static final List<Duration> NEVER = List.of(
            ChronoUnit.FOREVER.getDuration(), Duration.ofMillis(Long.MAX_VALUE), Duration.ofNanos(Long.MAX_VALUE));

    @ParameterizedTest
    @EnumSource
    void isForEverIfItLiesFarInTheFuture(ThreadKind kind) throws Exception {
        Performer performer = Perform.on(startLoop(kind).thread());
        for (Duration never : NEVER) {
            assertEquals("ran", performer.performAndWait(never, () -> "ran"));
            assertEquals("ran", performer.performAndServe(RunLoopMode.DEFAULT, never, () -> "ran"));
            PerformRequest<?> late = Perform.afterDelay(never, () -> {});
            assertFalse(late.isDone());
            late.cancel();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isZeroIfItLiesInThePast(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        var goOn = new CountDownLatch(1);
        closing(goOn::countDown);
        var begun = new CountDownLatch(1);
        loop.perform(() -> {
            begun.countDown();
            try {
                await(goOn);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        loop.wakeUp();
        await(begun);
        Performer performer = Perform.on(loop.thread());
        List<Duration> ran = new ArrayList<>();
        for (Duration past : PAST) {
            assertThrows(TimeoutException.class, () -> performer.performAndWait(past, () -> "ran"));
            assertThrows(
                    TimeoutException.class, () -> performer.performAndServe(RunLoopMode.DEFAULT, past, () -> "ran"));
            Perform.afterDelay(past, () -> ran.add(past));
            RunLoop.current().runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
        }
        assertEquals(PAST, ran);
    }
}
