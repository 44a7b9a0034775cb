package dev.runloop.bench.comparison;

import dev.runloop.bench.subject.Rally;
import dev.runloop.bench.subject.Started;
import dev.runloop.bench.subject.Subject;
import dev.runloop.bench.subject.Timeouts;
import java.util.List;

/**
 * Something that is measured about a subject: does as much work as it is told to and says how long that took. The harness
 * chooses the amount for each subject so that every round takes about the same time: a slow subject does not eat the
 * minute, and a fast one is measured for long enough.
 *
 * @param name in tables, charts and files
 * @param unit of {@link #value}
 * @param moreIsBetter whether a larger value is the better one; it is a rate then, and else a time
 * @param schedules whether only subjects that can schedule take part
 * @param firstWork the amount of work to find the subject's speed with
 * @param parts of a piece of work that are reported as one each
 * @param body does the work
 */
record Measure(
        String name, String unit, boolean moreIsBetter, boolean schedules, long firstWork, int parts, Body body) {
    private static final int TIMEOUTS = 100_000;

    @FunctionalInterface
    interface Body {
        /** Opens actors, has them do this much work, closes them, and returns the nanoseconds it took. */
        long run(Subject subject, long work) throws InterruptedException;
    }

    /** All measures, in the order of the report. */
    static List<Measure> all() {
        return List.of(
                execute(1),
                execute(4),
                new Measure("round trip between two", "ns/round trip", false, false, 2_000, 1, Measure::roundTrips),
                new Measure(
                        "schedule, then cancel 100,000",
                        "ns/timeout",
                        false,
                        true,
                        1,
                        TIMEOUTS,
                        timeouts(new Timeouts(TIMEOUTS))));
    }

    private static Measure execute(int producers) {
        return new Measure(
                "execute, " + producers + (producers == 1 ? " producer" : " producers"),
                "tasks/s",
                true,
                false,
                100_000,
                1,
                new ExecuteThroughput(producers));
    }

    /** Nothing else is going on, so every hop finds the other side asleep: this is the cost of waking it up. */
    private static long roundTrips(Subject subject, long work) throws InterruptedException {
        try (var near = subject.open();
                var far = subject.open()) {
            Started.await(near);
            Started.await(far);
            return new Rally(near.executor(), far.executor()).play(work);
        }
    }

    private static Body timeouts(Timeouts timeouts) {
        return (subject, work) -> {
            var actor = subject.open();
            Started.await(actor);
            try (var timers = Timeouts.of(actor)) {
                long startedAt = System.nanoTime();
                for (long i = 0; i < work; i++) {
                    timeouts.scheduleThenCancel(timers);
                }
                return System.nanoTime() - startedAt;
            }
        };
    }

    boolean accepts(Subject subject) {
        return !schedules || subject.schedules();
    }

    /** The figure for this much work in this many nanoseconds. */
    double value(long work, long nanos) {
        return moreIsBetter ? work * 1e9 / nanos : (double) nanos / (work * parts);
    }
}
