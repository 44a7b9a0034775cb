package dev.runloop.bench.soak;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The errands of one producer in one queue, which are to be run in the order in which they were handed over. Numbers
 * begin with 1.
 */
final class Line {
    private final Site site;
    private final String name;
    private final boolean mayHaveGaps;
    private final AtomicLong arrived = new AtomicLong();
    private long last; // the producer's

    private Line(Site site, String name, boolean mayHaveGaps) {
        this.site = site;
        this.name = name;
        this.mayHaveGaps = mayHaveGaps;
    }

    /** One of which some may be taken back or refused. */
    static Line withGaps(Site site, String name) {
        return new Line(site, name, true);
    }

    /** One of which all run, or all up to the end of the loop: who is missing when the next one runs is lost. */
    static Line gapless(Site site, String name) {
        return new Line(site, name, false);
    }

    String name() {
        return name;
    }

    /** The number of the next errand. Belongs to the producer. */
    long next() {
        return ++last;
    }

    /** The errand of this number runs. */
    void arrive(long number) {
        long before = arrived.getAndSet(number);
        if (number <= before) {
            site.violated("out of order in %s: number %,d ran after number %,d".formatted(name, number, before));
        } else if (!mayHaveGaps && number != before + 1) {
            site.violated("lost or out of order in %s: number %,d ran right after number %,d"
                    .formatted(name, number, before));
        }
    }
}
