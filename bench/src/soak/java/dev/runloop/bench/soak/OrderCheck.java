package dev.runloop.bench.soak;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The tasks of one producer in one queue, which are to be run in the order in which they were handed over. Numbers
 * begin with 1.
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

    /** One of which some may be taken back or refused. */
    static OrderCheck withGaps(LaneContext context, String name) {
        return new OrderCheck(context, name, true);
    }

    /** One of which all run, or all up to the end of the loop: who is missing when the next one runs is lost. */
    static OrderCheck gapless(LaneContext context, String name) {
        return new OrderCheck(context, name, false);
    }

    String name() {
        return name;
    }

    /** The number of the next task. Belongs to the producer. */
    long next() {
        return ++last;
    }

    /** The task of this number runs. */
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
