package dev.runloop.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Awaiting a future")
class AwaitTest extends ClockTest {
    private final VirtualClock clock = VirtualClock.create();

    @ParameterizedTest
    @EnumSource
    void movesTimeUntilItIsDoneAndNoFurther(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind, clock, "loop");
        var future = new CompletableFuture<String>();
        every(Duration.ofHours(1), loop, timer -> trace.add("tick"));
        after(Duration.ofHours(3).plusNanos(1), loop, timer -> future.complete("done"));

        assertEquals("done", clock.await(future));
        assertEquals(Duration.ofHours(3).plusNanos(1), clock.elapsed());
        assertEquals(3, trace.size());
    }

    @Test
    void doesNotMoveTimeIfItIsDone() throws Exception {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
        every(seconds(1), loop, timer -> trace.add("tick"));

        assertEquals(1, clock.await(CompletableFuture.completedFuture(1)));
        assertEquals(Duration.ZERO, clock.elapsed());
    }

    @Test
    void failsAsTheFutureDoes() {
        RunLoop loop = startLoop(ThreadKind.VIRTUAL, clock, "loop");
        var future = new CompletableFuture<String>();
        var thrown = new IllegalArgumentException("thrown");
        after(seconds(1), loop, timer -> future.completeExceptionally(thrown));

        assertSame(
                thrown,
                assertThrows(ExecutionException.class, () -> clock.await(future))
                        .getCause());
    }

    @Test
    void failsForAFutureThatIsCancelled() {
        var future = new CompletableFuture<String>();
        future.cancel(true);
        assertThrows(CancellationException.class, () -> clock.await(future));
    }

    @Test
    void failsIfNothingIsLeftThatCouldCompleteIt() {
        RunLoop loop = startLoop(ThreadKind.VIRTUAL, clock, "worker");
        startLoop(ThreadKind.VIRTUAL, clock, "idler");
        after(seconds(5), loop, timer -> trace.add("fired"));
        after(Duration.ofDays(365 * 100), loop, timer -> {});
        var future = new CompletableFuture<String>() {
            @Override
            public String toString() {
                return "future of nobody";
            }
        };

        var failure = assertThrows(IllegalStateException.class, () -> clock.await(future));
        assertEquals(
                "nothing is left that could complete future of nobody: time does not help, [loop \"worker\" sleeps,"
                        + " without a deadline, loop \"idler\" sleeps, without a deadline]",
                failure.getMessage());
        assertEquals(seconds(5), clock.elapsed());
    }

    @Test
    void waitsAMomentForThreadsThatTheClockDoesNotKnow() throws Exception {
        var future = new CompletableFuture<String>();
        start(ThreadKind.PLATFORM, () -> future.complete("by another"));
        assertEquals("by another", clock.await(future));
    }

    @Test
    void letsALoopRunThatAnUnknownThreadHasWoken() throws Exception {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
        var future = new CompletableFuture<String>();
        start(ThreadKind.PLATFORM, () -> send(loop, () -> after(seconds(1), loop, timer -> future.complete("late"))));
        assertEquals("late", clock.await(future));
        assertEquals(seconds(1), clock.elapsed());
    }

    @Test
    void endsWithAnInterrupt() throws Exception {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
        every(seconds(1), loop, timer -> {});
        Thread driver = start(
                ThreadKind.PLATFORM,
                () -> assertThrows(InterruptedException.class, () -> clock.await(new CompletableFuture<>())));
        driver.interrupt();
        assertTrue(driver.join(PATIENCE));
    }
}
