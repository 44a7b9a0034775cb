package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.test.ThreadKind;
import dev.runloop.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("In virtual time")
class VirtualTimeTest extends PerformTest {
    private final VirtualClock clock = VirtualClock.create();
    private final List<String> trace = new ArrayList<>();

    private RunLoopThread open(ThreadKind kind, String name) {
        return startLoop(kind.loopThread().name(name).clock(clock));
    }

    private void after(RunLoopThread thread, int seconds, Runnable action) {
        RunLoopTimer timer = RunLoopTimer.builder()
                .clock(clock)
                .firstFire(Duration.ofSeconds(seconds))
                .build(fired -> action.run());
        thread.loop().add(timer, RunLoopMode.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource
    void aPerformRunsWhenTheTestDrives(ThreadKind kind) {
        RunLoopThread target = open(kind, "target");
        Perform.onThread(target.thread(), () -> trace.add("performed"));
        assertEquals(List.of(), List.copyOf(trace));

        clock.runUntilIdle();
        assertEquals(List.of("performed"), trace);
        clock.requireNoWorkLeft();
    }

    @ParameterizedTest
    @EnumSource
    void aPerformThatTheTestWaitsForRunsWithoutDriving(ThreadKind kind) throws Exception {
        RunLoopThread target = open(kind, "target");
        for (int i = 0; i < 20; i++) {
            int number = i;
            assertEquals(number, Perform.onThreadAndWait(target.thread(), () -> number));
        }
        assertEquals(Duration.ZERO, clock.elapsed());
    }

    @ParameterizedTest
    @EnumSource
    void loopsPerformOnEachOtherInOrder(ThreadKind kind) {
        RunLoopThread a = open(kind, "a");
        RunLoopThread b = open(kind, "b");
        after(a, 1, () -> {
            Perform.onThread(b.thread(), () -> {
                trace.add("on b");
                Perform.onThread(a.thread(), () -> trace.add("on a again"));
                trace.add("still on b");
            });
            trace.add("on a");
        });
        clock.advance(Duration.ofSeconds(1));
        assertEquals(List.of("on a", "on b", "still on b", "on a again"), trace);
    }

    @ParameterizedTest
    @EnumSource
    void aLoopWaitsForAPerformOnAnother(ThreadKind kind) {
        RunLoopThread a = open(kind, "a");
        RunLoopThread b = open(kind, "b");
        after(a, 1, () -> trace.add(waitFor(b)));
        clock.advance(Duration.ofSeconds(1));
        Awaitility.await().atMost(PATIENCE).until(() -> trace.equals(List.of("b")));
    }

    private static String waitFor(RunLoopThread thread) {
        try {
            return Perform.onThreadAndWait(
                    thread.thread(), () -> Thread.currentThread().getName());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsForAPerformIsToldThatTheLoopEnds(ThreadKind kind) {
        RunLoopThread target = open(kind, "target");
        RunLoopMode never = RunLoopMode.of("never");
        after(target, 0, target::stop);
        assertThrows(
                RunLoopEndedException.class,
                () -> Perform.onThreadAndWait(target.thread(), List.of(never), () -> "never"));
    }
}
