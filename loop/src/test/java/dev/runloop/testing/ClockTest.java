package dev.runloop.testing;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopClock;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A test of loops that live by a virtual clock. Only one of them runs at a time, so the trace needs no lock. */
abstract class ClockTest extends ConcurrentTest {
    static final RunLoopMode MODE = RunLoopMode.DEFAULT;

    final List<String> trace = new ArrayList<>();

    /** Starts a loop that lives by this clock. */
    RunLoop startLoop(ThreadKind kind, RunLoopClock clock, String name) {
        return startLoopThread(kind, clock, name).loop();
    }

    /** Starts a thread whose loop lives by this clock. */
    RunLoopThread startLoopThread(ThreadKind kind, RunLoopClock clock, String name) {
        return startLoop(kind.loopThread().name(name).clock(clock));
    }

    /** Has a loop call this once, so many nanoseconds from now. */
    static RunLoopTimer after(Duration delay, RunLoop loop, Consumer<RunLoopTimer> handler) {
        return every(Duration.ZERO, delay, loop, handler);
    }

    /** Has a loop call this again and again. */
    static RunLoopTimer every(Duration interval, RunLoop loop, Consumer<RunLoopTimer> handler) {
        return every(interval, interval, loop, handler);
    }

    private static RunLoopTimer every(Duration interval, Duration first, RunLoop loop, Consumer<RunLoopTimer> handler) {
        RunLoopTimer timer = RunLoopTimer.builder()
                .firstFire(first)
                .interval(interval)
                .clock(loop.clock())
                .build(handler);
        loop.add(timer, MODE);
        return timer;
    }

    /** Has a loop run this now. */
    static void send(RunLoop loop, Runnable block) {
        loop.perform(block);
        loop.wakeUp();
    }

    static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
