package dev.runloop;

import java.time.Duration;

/**
 * Arithmetic of deadlines, which are nanoseconds of a {@link RunLoopClock}. They wrap around, so they are compared by
 * subtraction, and none is ever further away than {@link #FURTHEST}, so that the difference of any two is true.
 */
final class Deadlines {
    /** Some 146 years: never, for all who wait. */
    static final long FURTHEST = Long.MAX_VALUE >> 1;

    private static final Duration FURTHEST_DURATION = Duration.ofNanos(FURTHEST);

    private Deadlines() {}

    /** The length of a duration in nanoseconds, cut to ±{@link #FURTHEST}. */
    static long nanos(Duration duration) {
        if (duration.compareTo(FURTHEST_DURATION) >= 0) {
            return FURTHEST;
        }
        return duration.compareTo(FURTHEST_DURATION.negated()) <= 0 ? -FURTHEST : duration.toNanos();
    }

    static boolean hasPassed(long deadline, long now) {
        return deadline - now <= 0;
    }
}
