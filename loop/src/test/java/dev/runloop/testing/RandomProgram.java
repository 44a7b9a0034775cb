package dev.runloop.testing;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A program on several loops in which each callback does what dice say: sets, moves and cancels timers of any loop,
 * runs its loop again, stops that run, and sends blocks to other loops.
 *
 * <p>All loops share the dice and the trace, without a lock: the program takes the same course twice only if just one
 * loop runs at a time, in the same order.
 */
final class RandomProgram {
    private static final RunLoopMode OTHER = RunLoopMode.of("other");
    private static final int MOST_ACTIONS = 80;
    private static final int MOST_NESTED = 3;

    private final VirtualClock clock;
    private final List<RunLoop> loops;
    private final Random dice;
    private final List<RunLoopTimer> timers = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private int actions;
    private int nested;

    RandomProgram(long seed, VirtualClock clock, List<RunLoop> loops) {
        this.dice = new Random(seed);
        this.clock = clock;
        this.loops = loops;
    }

    /** What happened when. */
    List<String> run() {
        loops.forEach(this::send);
        clock.advance(Duration.ofMillis(5));
        note("advanced");
        note("next timer in " + clock.advanceToNextTimer());
        clock.stall(Duration.ofMillis(7));
        clock.runUntilIdle();
        note("idle");
        timers.forEach(RunLoopTimer::invalidate);
        note("nothing is left " + clock.advanceUntilIdle(Duration.ofMillis(100)));
        return trace;
    }

    private void note(String event) {
        trace.add(clock.elapsed().toNanos() + " " + event);
    }

    private void act(RunLoop self) {
        int most = 1 + dice.nextInt(3);
        for (int i = 0; i < most && actions < MOST_ACTIONS; i++) {
            actions++;
            switch (dice.nextInt(8)) {
                case 0, 1, 2 -> setTimer();
                case 3 -> anyTimer().setNextFire(someTime());
                case 4 -> anyTimer().invalidate();
                case 5 -> runNested(self);
                case 6 -> self.stop();
                default -> send(anyLoop());
            }
        }
    }

    private void setTimer() {
        RunLoop loop = anyLoop();
        int number = timers.size();
        RunLoopTimer timer = RunLoopTimer.builder()
                .clock(clock)
                .firstFire(someTime())
                .interval(dice.nextBoolean() ? Duration.ZERO : someTime())
                .tolerance(dice.nextInt(4) == 0 ? someTime() : Duration.ZERO)
                .build(fired -> {
                    note("timer " + number + " on " + loop.thread().getName());
                    act(loop);
                });
        timers.add(timer);
        loop.add(timer, dice.nextInt(4) == 0 ? OTHER : RunLoopMode.DEFAULT);
        if (dice.nextBoolean()) {
            loop.add(timer, OTHER);
        }
    }

    private void runNested(RunLoop self) {
        if (nested < MOST_NESTED) {
            nested++;
            RunLoopMode mode = dice.nextBoolean() ? OTHER : RunLoopMode.DEFAULT;
            note("runs again on " + self.thread().getName());
            note("has run: " + self.runInMode(mode, someTime(), false) + " on "
                    + self.thread().getName());
            nested--;
        }
    }

    private void send(RunLoop receiver) {
        int number = actions;
        receiver.perform(List.of(RunLoopMode.DEFAULT, OTHER), () -> {
            note("block " + number + " on " + receiver.thread().getName());
            act(receiver);
        });
        receiver.wakeUp();
    }

    private RunLoopTimer anyTimer() {
        if (timers.isEmpty()) {
            setTimer();
        }
        return timers.get(dice.nextInt(timers.size()));
    }

    private RunLoop anyLoop() {
        return loops.get(dice.nextInt(loops.size()));
    }

    /** Few different ones, so that many are equal. */
    private Duration someTime() {
        return Duration.ofMillis(dice.nextInt(4));
    }
}
