package dev.runloop.test;

import dev.runloop.RunLoopClock;
import java.time.Duration;
import java.time.Instant;

/**
 * Time for a loop that is alone with its test: it passes only while the loop sleeps, and then in one step to the date that
 * the loop sleeps until. A sleep without a date would last for ever, and fails. Begins just before the nanoseconds
 * overflow, so that nobody gets away with comparing them by their values. Not thread-safe.
 */
public final class SteppingClock implements RunLoopClock {
    private static final long START = Long.MAX_VALUE - Duration.ofMillis(15).toNanos();

    private long now = START;
    private int sleeps;

    /** The time since the clock was made. */
    public Duration elapsed() {
        return Duration.ofNanos(now - START);
    }

    /** How often somebody has slept. */
    public int sleeps() {
        return sleeps;
    }

    /** Lets time pass, as a callback does that takes long. */
    public void advance(Duration duration) {
        now += duration.toNanos();
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plus(elapsed());
    }

    @Override
    public void await(Wait wait) {
        throw new AssertionError("sleeps for ever: " + wait.loop());
    }

    @Override
    public void awaitUntil(Wait wait, long deadline) {
        sleeps++;
        now = deadline - now > 0 ? deadline : now;
    }
}
