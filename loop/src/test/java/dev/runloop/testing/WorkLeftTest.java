package dev.runloop.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Work is left")
class WorkLeftTest extends ClockTest {
    private final VirtualClock clock = VirtualClock.create();

    @ParameterizedTest
    @EnumSource
    void ifALoopHasATimer(ThreadKind kind) {
        RunLoop loop = startLoop(kind, clock, "worker");
        RunLoopTimer timer = after(seconds(90), loop, fired -> {});
        startLoop(kind, clock, "idler");
        clock.advance(seconds(30));

        assertEquals(List.of("loop \"worker\" is due in PT1M"), clock.workLeft());
        var failure = assertThrows(AssertionError.class, clock::requireNoWorkLeft);
        assertEquals("work is left: loop \"worker\" is due in PT1M", failure.getMessage());

        timer.invalidate();
        clock.runUntilIdle();
    }

    @Test
    void ifALoopHasBeenSentABlockAndNobodyHasLetItRun() {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "worker");
        clock.runUntilIdle();
        send(loop, () -> trace.add("ran"));

        assertEquals(List.of("loop \"worker\" has something to do, and has not been run"), clock.workLeft());
        assertEquals(List.of(), trace);
        clock.runUntilIdle();
        assertEquals(List.of("ran"), trace);
    }

    @ParameterizedTest
    @EnumSource
    void ifALoopHasABlockThatItWasNotWokenFor(ThreadKind kind) {
        RunLoop loop = startLoop(kind, clock, "worker");
        clock.runUntilIdle();
        loop.perform(() -> trace.add("ran"));

        String left = "loop \"worker\" has 1 queued that it was not woken for, or whose modes do not run";
        assertEquals(List.of(left), clock.workLeft());
        assertEquals(List.of(left), clock.workLeft());
        assertEquals(List.of(), trace);
        loop.wakeUp();
        clock.runUntilIdle();
        assertEquals(List.of("ran"), trace);
        clock.requireNoWorkLeft();
    }

    @Test
    void ifALoopHasABlockForAModeThatDoesNotRun() {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "worker");
        loop.perform(RunLoopMode.of("other"), () -> {});
        loop.wakeUp();
        clock.runUntilIdle();
        assertEquals(1, clock.workLeft().size());
    }

    @Test
    void ifALoopIsOverdue() {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "worker");
        after(seconds(1), loop, fired -> {});
        clock.runUntilIdle();
        clock.stall(seconds(5));

        assertEquals(List.of("loop \"worker\" has something to do, and has not been run"), clock.workLeft());
    }

    @ParameterizedTest
    @EnumSource
    void notIfAllHasRun(ThreadKind kind) {
        RunLoop loop = startLoop(kind, clock, "worker");
        after(seconds(1), loop, fired -> {});
        clock.advance(seconds(1));
        clock.requireNoWorkLeft();
    }

    @Test
    void notIfATimerHasBeenInvalidated() {
        RunLoop loop = startLoop(ThreadKind.VIRTUAL, clock, "worker");
        RunLoopTimer timer = after(seconds(1), loop, fired -> {});
        clock.runUntilIdle();
        timer.invalidate();
        clock.requireNoWorkLeft();
    }

    @Test
    void notInALoopThatHasEnded() {
        RunLoopThread thread = startLoopThread(ThreadKind.PLATFORM, clock, "worker");
        after(seconds(1), thread.loop(), fired -> {});
        thread.close();
        clock.requireNoWorkLeft();
    }

    @Test
    void notForADateThatNobodyLivesToSee() {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "worker");
        after(Duration.ofDays(365 * 100), loop, fired -> {});
        clock.runUntilIdle();
        clock.requireNoWorkLeft();
    }

    @ParameterizedTest
    @EnumSource
    void notInALoopThatHasJustAnsweredTheTest(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind, clock, "worker");
        for (int i = 0; i < 20; i++) {
            var answer = new CompletableFuture<String>();
            send(loop, () -> answer.complete("answer"));
            answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            clock.requireNoWorkLeft();
        }
    }

    @Test
    void isAnsweredInACallbackForAllOtherLoops() {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "worker");
        RunLoop other = startLoop(ThreadKind.PLATFORM, clock, "other");
        after(seconds(5), other, fired -> {});
        after(seconds(1), loop, fired -> trace.addAll(clock.workLeft()));
        clock.advance(seconds(1));
        assertEquals(List.of("loop \"other\" is due in PT4S"), trace);
    }

    @Test
    void inALoopWithoutAName() {
        RunLoop loop = startLoop(RunLoopThread.ofVirtual().clock(clock)).loop();
        after(seconds(1), loop, fired -> {});
        clock.runUntilIdle();
        assertEquals(List.of("loop #" + loop.thread().threadId() + " is due in PT1S"), clock.workLeft());
    }
}
