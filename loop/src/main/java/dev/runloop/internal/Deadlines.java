package dev.runloop.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Arithmetic of deadlines, which are nanoseconds of a {@link dev.runloop.RunLoopClock}. They wrap around, so they are
 * compared by subtraction, and none is ever further away than {@link #FURTHEST}.
 *
 * <p>All that users give as a limit or a delay comes through here, and so no value of it overflows: what is far in the
 * past is as good as zero, what is far in the future is never.
 */
public final class Deadlines {
    /** Some 146 years: never, for all who wait. */
    public static final long FURTHEST = Long.MAX_VALUE >> 1;

    private static final Duration FURTHEST_DURATION = Duration.ofNanos(FURTHEST);

    private Deadlines() {}

    /** The length of a duration in nanoseconds, cut to ±{@link #FURTHEST}. */
    public static long nanos(Duration duration) {
        if (duration.compareTo(FURTHEST_DURATION) >= 0) {
            return FURTHEST;
        }
        return duration.compareTo(FURTHEST_DURATION.negated()) <= 0 ? -FURTHEST : duration.toNanos();
    }

    /** A length of time in nanoseconds, cut to ±{@link #FURTHEST}. */
    public static long nanos(long time, TimeUnit unit) {
        return Math.clamp(unit.toNanos(time), -FURTHEST, FURTHEST);
    }

    /** Whether a clock that shows {@code now} has reached a deadline. */
    public static boolean hasPassed(long deadline, long now) {
        return deadline - now <= 0;
    }

    /** The moment so long after another one, or the last or first that there is. */
    public static Instant after(Instant moment, Duration duration) {
        try {
            return moment.plus(duration);
        } catch (DateTimeException | ArithmeticException e) {
            return duration.isNegative() ? Instant.MIN : Instant.MAX;
        }
    }
}
