package dev.runloop.bench.soak;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Checks that the tasks of one producer in one queue run in the order in which they were submitted. Numbers begin
 * with 1.
 */
final class OrderCheck {
    private final LaneContext context;
    private final String name;
    private final boolean mayHaveGaps;
    private final AtomicLong arrived = new AtomicLong();
    private long last; // the producer's

    private OrderCheck(LaneContext context, String name, boolean mayHaveGaps) {
        this.context = context;
        this.name = name;
        this.mayHaveGaps = mayHaveGaps;
    }

    /** Some of the tasks may be cancelled or refused. */
    static OrderCheck withGaps(LaneContext context, String name) {
        return new OrderCheck(context, name, true);
    }

    /** All tasks run, or all up to the end of the loop; one that is skipped is lost. */
    static OrderCheck gapless(LaneContext context, String name) {
        return new OrderCheck(context, name, false);
    }

    String name() {
        return name;
    }

    /** The number of the next task; for the producer. */
    long next() {
        return ++last;
    }

    /** The task of this number has begun. */
    void arrive(long number) {
        long before = arrived.getAndSet(number);
        if (number <= before) {
            context.violated("out of order in %s: number %,d ran after number %,d".formatted(name, number, before));
        } else if (!mayHaveGaps && number != before + 1) {
            context.violated("lost or out of order in %s: number %,d ran right after number %,d"
                    .formatted(name, number, before));
        }
    }
}
