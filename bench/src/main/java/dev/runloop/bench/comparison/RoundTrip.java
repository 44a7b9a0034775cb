package dev.runloop.bench.comparison;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

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
            var rally = new Rally(near.executor(), far.executor(), work);
            long startedAt = System.nanoTime();
            rally.serve();
            rally.finished.await();
            return rally.finishedAt - startedAt;
        }
    }

    @Override
    public double value(long work, long nanos) {
        return (double) nanos / work;
    }

    /** The ball: two tasks that hand over each other. They are made once, so that a trip allocates nothing here. */
    private static final class Rally {
        private final CountDownLatch finished = new CountDownLatch(1);
        private final Executor near;
        private final Executor far;
        private final Runnable goingOut;
        private final Runnable comingBack;
        private long left; // belongs to the near actor
        private long finishedAt; // written by the near actor before it counts down, read after that

        Rally(Executor near, Executor far, long roundTrips) {
            this.near = near;
            this.far = far;
            goingOut = this::onTheFarSide;
            comingBack = this::onTheNearSide;
            left = roundTrips;
        }

        void serve() {
            far.execute(goingOut);
        }

        private void onTheFarSide() {
            near.execute(comingBack);
        }

        private void onTheNearSide() {
            left--;
            if (left > 0) {
                far.execute(goingOut);
            } else {
                finishedAt = System.nanoTime();
                finished.countDown();
            }
        }
    }
}
