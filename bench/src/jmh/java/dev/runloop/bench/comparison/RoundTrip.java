package dev.runloop.bench.comparison;

import dev.runloop.bench.subject.Rally;
import dev.runloop.bench.subject.Started;
import dev.runloop.bench.subject.Subject;

/**
 * How long it takes to hand a task to another actor of the same subject and to get one back.
 *
 * <p>Nothing else is going on, so every hop finds the other side waiting: this is the price of waking it up.
 */
record RoundTrip() implements Measure {
    @Override
    public String name() {
        return "round trip between two";
    }

    @Override
    public String unit() {
        return "ns/round trip";
    }

    @Override
    public boolean moreIsBetter() {
        return false;
    }

    @Override
    public boolean accepts(Subject subject) {
        return true;
    }

    @Override
    public long firstWork() {
        return 2_000;
    }

    @Override
    public long run(Subject subject, long work) throws InterruptedException {
        try (var near = subject.open();
                var far = subject.open()) {
            Started.await(near);
            Started.await(far);
            return new Rally(near.executor(), far.executor()).play(work);
        }
    }

    @Override
    public double value(long work, long nanos) {
        return (double) nanos / work;
    }
}
