package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Delays in nanoseconds, cut to 146 years so that deadlines can be compared by subtraction. */
final class Delays {
    private static final long LONGEST = Long.MAX_VALUE >> 1;
    private static final Duration LONGEST_DURATION = Duration.ofNanos(LONGEST);

    private Delays() {}

    static long nanos(long time, TimeUnit unit) {
        return Math.min(requireNonNull(unit, "unit").toNanos(time), LONGEST);
    }

    /** A negative one is none. */
    static long nanos(Duration delay) {
        if (requireNonNull(delay, "delay").isNegative()) {
            return 0;
        }
        return delay.compareTo(LONGEST_DURATION) >= 0 ? LONGEST : delay.toNanos();
    }

    static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is not positive: " + value);
        }
    }
}
