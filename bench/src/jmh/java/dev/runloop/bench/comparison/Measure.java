package dev.runloop.bench.comparison;

import dev.runloop.bench.subject.Subject;
import java.util.List;

/**
 * Something that is measured about a subject.
 *
 * <p>A measure does any amount of work it is told to and says how long it took. The harness chooses the amount for each
 * subject so that every round takes about the same time: a slow subject does not eat the minute, and a fast one is
 * measured for long enough.
 */
interface Measure {
    /** The name in tables, charts and files. */
    String name();

    /** The unit of {@link #value}. */
    String unit();

    /** Whether a larger value is the better one. */
    boolean moreIsBetter();

    /** Whether the subject can do what is measured. */
    boolean accepts(Subject subject);

    /** The amount of work to find the subject's speed with. */
    long firstWork();

    /** Runs one round with new actors, closes them, and returns the nanoseconds that the work took. */
    long run(Subject subject, long work) throws InterruptedException;

    /** What the report shows for so much work in so many nanoseconds. */
    double value(long work, long nanos);

    /** All measures, in the order of the report. */
    static List<Measure> all() {
        return List.of(new ExecuteThroughput(1), new ExecuteThroughput(4), new RoundTrip(), new ScheduleThenCancel());
    }
}
