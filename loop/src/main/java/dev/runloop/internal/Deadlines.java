package dev.runloop.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Arithmetic on deadlines: nanoseconds of a clock that may wrap around. They are compared by subtraction, and none is
 * further away than {@link #FURTHEST}.
 *
 * <p>Every limit and delay that users pass goes through here, so no value overflows: the distant past counts as now, and the
 * distant future as never.
 */
public final class Deadlines {
    /** Some 146 years: for any wait, never. */
    public static final long FURTHEST = Long.MAX_VALUE >> 1;

    private static final Duration FURTHEST_DURATION = Duration.ofNanos(FURTHEST);

    private Deadlines() {}

    /** A duration in nanoseconds, clamped to ±{@link #FURTHEST}. */
    public static long nanos(Duration duration) {
        if (duration.compareTo(FURTHEST_DURATION) >= 0) {
            return FURTHEST;
        }
        return duration.compareTo(FURTHEST_DURATION.negated()) <= 0 ? -FURTHEST : duration.toNanos();
    }

    /** A length of time in nanoseconds, clamped to ±{@link #FURTHEST}. */
    public static long nanos(long time, TimeUnit unit) {
        return Math.clamp(unit.toNanos(time), -FURTHEST, FURTHEST);
    }

    /** Whether a deadline has passed at {@code now}. */
    public static boolean hasPassed(long deadline, long now) {
        return deadline - now <= 0;
    }

    /** {@code moment} plus {@code duration}, or the last or first instant there is. */
    public static Instant after(Instant moment, Duration duration) {
        try {
            return moment.plus(duration);
        } catch (DateTimeException | ArithmeticException e) {
            return duration.isNegative() ? Instant.MIN : Instant.MAX;
        }
    }
}
