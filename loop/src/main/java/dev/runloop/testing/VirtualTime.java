package dev.runloop.testing;

import dev.runloop.internal.Deadlines;
import java.time.Duration;
import java.time.Instant;

/**
 * The monotonic time and the wall-clock date, which stand still until they are moved. The nanoseconds begin just before
 * they overflow, so that comparing them by value fails at once.
 *
 * <p>Thread-safe: both times change in one step, and reading them takes no lock.
 */
final class VirtualTime {
    private static final long START = Long.MAX_VALUE - Duration.ofMillis(15).toNanos();

    private record Moment(long nanos, Duration elapsed, Instant wall) {
        /** Moves both times, never backwards. */
        Moment movedTo(long later) {
            long passed = later - nanos;
            return passed > 0
                    ? new Moment(later, elapsed.plusNanos(passed), Deadlines.after(wall, Duration.ofNanos(passed)))
                    : this;
        }

        Moment withWall(Instant date) {
            return new Moment(nanos, elapsed, date);
        }
    }

    private volatile Moment now = new Moment(START, Duration.ZERO, Instant.EPOCH); // written under the monitor

    long nanos() {
        return now.nanos();
    }

    Instant wall() {
        return now.wall();
    }

    Duration elapsed() {
        return now.elapsed();
    }

    synchronized void moveTo(long nanos) {
        now = now.movedTo(nanos);
    }

    synchronized void setWall(Instant date) {
        now = now.withWall(date);
    }

    synchronized void shiftWall(Duration shift) {
        now = now.withWall(Deadlines.after(wall(), shift));
    }
}
