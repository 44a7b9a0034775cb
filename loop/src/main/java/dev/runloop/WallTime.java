package dev.runloop;

import dev.runloop.internal.Deadlines;
import dev.runloop.internal.trace.IdentityKey;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Relates the dates of a clock to its monotonic time by one pair of both, read once and used until the wall clock is
 * set. So a date always maps to the same deadline, whichever thread converts it, and when.
 *
 * <p>Each conversion checks whether the pair still holds. A date is read between two readings of the monotonic time;
 * if, according to the pair, it lies outside of them by a millisecond or more, the wall clock has been set, or the two
 * clocks have drifted apart, and a new pair is read.
 *
 * <p>Thread-safe.
 */
final class WallTime {
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int MOST_READINGS = 8;
    private static final long PRECISE = 2_000; // nanoseconds

    private static final WallTime OF_SYSTEM = new WallTime(RunLoopClock.system());
    private static final ConcurrentMap<IdentityKey, WallTime> OF_OTHERS = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> GONE = new ReferenceQueue<>();

    private volatile Reading anchor; // set by any thread; if two do so at once, one of the pairs stays

    /** A pair, and how long it took to read. */
    private record Reading(Instant date, long nanoTime, long width) {
        static Reading of(RunLoopClock clock) {
            long before = clock.nanoTime();
            Instant date = clock.instant();
            return new Reading(date, before, clock.nanoTime() - before);
        }

        static Reading precise(RunLoopClock clock) {
            Reading best = of(clock);
            for (int i = 1; i < MOST_READINGS && best.width > PRECISE; i++) {
                Reading next = of(clock);
                best = next.width < best.width ? next : best;
            }
            return best;
        }

        Instant dateAt(long time) {
            return Deadlines.after(date, Duration.ofNanos(time - nanoTime));
        }

        long nanoTimeAt(Instant moment) {
            return nanoTime + Deadlines.nanos(Duration.between(date, moment));
        }

        boolean agreesWith(Reading later) {
            long ahead = Deadlines.nanos(Duration.between(dateAt(later.nanoTime), later.date));
            return ahead > -STEP && ahead < later.width + STEP;
        }
    }

    private WallTime(RunLoopClock clock) {
        anchor = Reading.precise(clock);
    }

    private static WallTime of(RunLoopClock clock) {
        if (clock == RunLoopClock.system()) {
            return OF_SYSTEM;
        }
        for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            OF_OTHERS.remove(gone);
        }
        WallTime present = OF_OTHERS.get(new IdentityKey(clock));
        if (present == null) {
            var made = new WallTime(clock);
            present = OF_OTHERS.putIfAbsent(new IdentityKey(clock, GONE), made);
            present = present == null ? made : present;
        }
        return present;
    }

    private Reading anchor(RunLoopClock clock) {
        Reading present = anchor;
        if (!present.agreesWith(Reading.of(clock))) {
            present = Reading.precise(clock);
            anchor = present;
        }
        return present;
    }

    /** The date at a moment of the clock's monotonic time. */
    static Instant dateAt(RunLoopClock clock, long nanoTime) {
        return of(clock).anchor(clock).dateAt(nanoTime);
    }

    /** The moment of the clock's monotonic time at a date. */
    static long nanoTimeAt(RunLoopClock clock, Instant date) {
        return of(clock).anchor(clock).nanoTimeAt(date);
    }
}
