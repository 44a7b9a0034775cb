package dev.runloop.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.LoopOnClock;
import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;
import dev.runloop.Source0;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("With a virtual clock")
class TurnTest extends ClockTest {
    private final VirtualClock clock = VirtualClock.create();

    @ParameterizedTest
    @EnumSource
    void nothingRunsWhileTheTestDoes(ThreadKind kind) {
        RunLoop loop = startLoop(kind, clock, "loop");
        for (int i = 0; i < 100; i++) {
            int number = i;
            send(loop, () -> trace.add("ran " + number));
            trace.add("sent " + number);
        }
        List<String> before = List.copyOf(trace);
        clock.runUntilIdle();

        assertTrue(before.stream().allMatch(line -> line.startsWith("sent")), before::toString);
        assertEquals(200, trace.size());
    }

    @ParameterizedTest
    @EnumSource
    void oneLoopRunsAtATime(ThreadKind kind) {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            every(Duration.ofMillis(1), startLoop(kind, clock, "loop " + i), timer -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.onSpinWait();
                running.decrementAndGet();
            });
        }
        clock.advance(Duration.ofMillis(200));
        assertEquals(1, most.get());
    }

    @ParameterizedTest
    @EnumSource
    void loopsTakeTurns(ThreadKind kind) {
        RunLoop a = startLoop(kind, clock, "a");
        RunLoop b = startLoop(kind, clock, "b");
        RunLoop c = startLoop(kind, clock, "c");
        pingPong(a, b, 3);
        send(c, () -> trace.add("c"));
        clock.runUntilIdle();
        assertEquals(List.of("a 3", "b 2", "c", "a 1", "b 0"), trace);
    }

    private void pingPong(RunLoop here, RunLoop there, int times) {
        send(here, () -> {
            trace.add(here.thread().getName() + " " + times);
            if (times > 0) {
                pingPong(there, here, times - 1);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void aTestThatBlocksLetsLoopsRun(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind, clock, "loop");
        for (int i = 0; i < 20; i++) {
            var done = new CompletableFuture<Integer>();
            int number = i;
            send(loop, () -> done.complete(number));
            assertEquals(number, done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        }
        assertEquals(Duration.ZERO, clock.elapsed());
    }

    @Test
    void aTestThatWaitsByPollingLetsLoopsRun() {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
        send(loop, () -> trace.add("ran"));
        Awaitility.await().atMost(PATIENCE).until(() -> !trace.isEmpty());
    }

    @Test
    void aTestThatHasBlockedHasTheTurnAgain() throws Exception {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
        var done = new CountDownLatch(1);
        send(loop, done::countDown);
        await(done);

        clock.runUntilIdle();
        send(loop, () -> trace.add("ran"));
        assertEquals(List.of(), List.copyOf(trace));
        clock.runUntilIdle();
        assertEquals(List.of("ran"), trace);
    }

    @ParameterizedTest
    @EnumSource
    void aLoopThatWaitsForAnotherLetsItRun(ThreadKind kind) {
        RunLoop a = startLoop(kind, clock, "a");
        RunLoop b = startLoop(kind, clock, "b");
        after(seconds(1), a, timer -> {
            var answer = new CompletableFuture<String>();
            send(b, () -> answer.complete("answer"));
            trace.add(answer.join());
        });
        clock.advance(seconds(1));
        Awaitility.await().atMost(PATIENCE).until(() -> trace.equals(List.of("answer")));
    }

    @ParameterizedTest
    @EnumSource
    void aLoopThatIsBlockedForGoodKeepsNobodyFromGoingOn(ThreadKind kind) {
        RunLoop stuck = startLoop(kind, clock, "stuck");
        RunLoop loop = startLoop(kind, clock, "loop");
        var release = new CountDownLatch(1);
        closing((AutoCloseable) release::countDown);
        after(seconds(1), stuck, timer -> awaitUnchecked(release));
        every(seconds(1), loop, timer -> trace.add("tick"));

        clock.advance(seconds(3));
        assertEquals(List.of("tick", "tick", "tick"), trace);
        assertEquals(
                1,
                clock.workLeft().stream()
                        .filter(line -> line.contains("blocked"))
                        .count());
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            await(latch);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aThreadIsClosedInItsTurnOrNot(ThreadKind kind) {
        RunLoopThread thread = startLoopThread(kind, clock, "closed");
        RunLoop other = startLoop(kind, clock, "other");
        thread.close();
        assertTrue(thread.isTerminated());

        send(other, () -> trace.add("other"));
        clock.runUntilIdle();
        assertEquals(List.of("other"), trace);
    }

    @ParameterizedTest
    @EnumSource
    void aLoopEndsWhileOthersAwaitTheirTurn(ThreadKind kind) {
        RunLoopThread ending = startLoopThread(kind, clock, "ending");
        after(seconds(1), ending.loop(), timer -> ending.stop());
        for (int i = 0; i < 3; i++) {
            int number = i;
            after(seconds(1), startLoop(kind, clock, "loop " + i), timer -> trace.add("loop " + number));
        }
        clock.advance(seconds(1));
        assertTrue(ending.isTerminated());
        assertEquals(List.of("loop 0", "loop 1", "loop 2"), trace);
    }

    @ParameterizedTest
    @EnumSource
    void aLoopBeginsInTheTurnOfAnother(ThreadKind kind) {
        RunLoop loop = startLoop(kind, clock, "loop");
        after(seconds(1), loop, timer -> {
            RunLoop late = startLoop(kind, clock, "late");
            send(late, () -> trace.add("late"));
            trace.add("loop");
        });
        clock.advance(seconds(1));
        assertEquals(List.of("loop", "late"), trace);
    }

    @ParameterizedTest
    @EnumSource
    void aCallbackThatDrivesTakesThatLong(ThreadKind kind) {
        RunLoop a = startLoop(kind, clock, "a");
        RunLoop b = startLoop(kind, clock, "b");
        every(seconds(2), b, timer -> trace.add("b " + clock.elapsed().toSeconds()));
        after(seconds(1), a, timer -> {
            trace.add("a begins");
            clock.advance(seconds(4));
            trace.add("a ends " + clock.elapsed().toSeconds());
        });
        clock.advance(seconds(2));
        assertEquals(List.of("a begins", "b 2", "b 4", "a ends 5"), trace);
        assertEquals(seconds(5), clock.elapsed());
    }

    @Test
    void anotherThreadMayDrive() throws Exception {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
        every(seconds(1), loop, timer -> trace.add("tick"));
        Thread driver = start(ThreadKind.PLATFORM, () -> clock.advance(seconds(2)));
        assertTrue(driver.join(PATIENCE));
        clock.advance(seconds(1));
        assertEquals(List.of("tick", "tick", "tick"), trace);
    }

    @Test
    void severalThreadsMayDrive() throws Exception {
        RunLoop loop = startLoop(ThreadKind.VIRTUAL, clock, "loop");
        every(seconds(1), loop, timer -> trace.add("tick"));
        List<Thread> drivers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            drivers.add(start(ThreadKind.PLATFORM, () -> clock.advance(seconds(5))));
        }
        for (Thread driver : drivers) {
            assertTrue(driver.join(PATIENCE));
        }
        clock.runUntilIdle();
        assertEquals(clock.elapsed().toSeconds(), trace.size());
    }

    @ParameterizedTest
    @EnumSource
    void aLoopThatTheClockWasNotToldOfTakesPart(ThreadKind kind) throws Exception {
        var ready = new CompletableFuture<RunLoop>();
        Thread thread = start(kind, () -> {
            RunLoop loop = LoopOnClock.create(Thread.currentThread(), clock);
            loop.add(Source0.create(() -> {}), MODE);
            every(seconds(1), loop, timer -> trace.add("tick " + clock.elapsed().toSeconds()));
            ready.complete(loop);
            loop.run();
        });
        RunLoop loop = ready.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        Awaitility.await().atMost(PATIENCE).until(loop::isWaiting);

        clock.advance(seconds(2));
        assertEquals(List.of("tick 1", "tick 2"), trace);
        loop.stop();
        clock.runUntilIdle();
        assertTrue(thread.join(PATIENCE));
        Awaitility.await().atMost(PATIENCE).until(() -> clock.workLeft().isEmpty());
    }

    @Test
    void aDriverThatIsInterruptedIsToldWhatItWaitsFor() throws Exception {
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "spinning");
        var begun = new CountDownLatch(1);
        var spins = new boolean[] {true};
        send(loop, () -> {
            begun.countDown();
            while (isTrue(spins)) {
                Thread.onSpinWait();
            }
        });
        var failure = new CompletableFuture<IllegalStateException>();
        Thread driver = start(ThreadKind.PLATFORM, () -> {
            failure.complete(assertThrows(IllegalStateException.class, clock::runUntilIdle));
            assertTrue(Thread.interrupted());
        });
        await(begun);
        driver.interrupt();
        String message = failure.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).getMessage();
        synchronized (spins) {
            spins[0] = false;
        }
        assertEquals("interrupted while waiting until the loops are idle: [loop \"spinning\" is running]", message);
    }

    private static boolean isTrue(boolean[] flag) {
        synchronized (flag) {
            return flag[0];
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptedLoopSleepsOn(ThreadKind kind) {
        RunLoopThread thread = startLoopThread(kind, clock, "loop");
        after(seconds(1), thread.loop(), timer -> trace.add("fired"));
        clock.runUntilIdle();
        thread.thread().interrupt();
        clock.runUntilIdle();
        assertEquals(List.of(), trace);

        clock.advance(seconds(1));
        assertEquals(List.of("fired"), trace);
        assertFalse(thread.isTerminated());
    }
}
