package dev.runloop.port;

import dev.runloop.RunLoopClock;
import dev.runloop.internal.Deadlines;
import java.time.Duration;

/**
 * How long a call may take from beginning to end, whatever its steps are.
 *
 * @param clock the clock that measures it
 * @param end when it is over, in nanoseconds of that clock
 */
record Limit(RunLoopClock clock, long end) {
    /** A limit that begins now; a negative one is over. */
    static Limit of(RunLoopClock clock, Duration length) {
        return new Limit(clock, clock.nanoTime() + Deadlines.nanos(length));
    }

    /** What is left of it; zero or less once it is over. */
    Duration left() {
        return Duration.ofNanos(end - clock.nanoTime());
    }

    boolean isOver() {
        return Deadlines.hasPassed(end, clock.nanoTime());
    }
}
