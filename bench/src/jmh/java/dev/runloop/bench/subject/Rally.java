package dev.runloop.bench.subject;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/**
 * Round trips between two executors: two tasks that submit each other. They are created once, so a trip allocates
 * nothing here. Can be played repeatedly.
 */
public final class Rally {
    private final Executor near;
    private final Executor far;
    private final Runnable goingOut;
    private final Runnable comingBack;
    private CountDownLatch finished = new CountDownLatch(0); // published with the first task
    private long left; // belongs to the near executor
    private long finishedAt; // written by the near executor before it counts down, read after that

    public Rally(Executor near, Executor far) {
        this.near = near;
        this.far = far;
        goingOut = this::onTheFarSide;
        comingBack = this::onTheNearSide;
    }

    /** Makes this many round trips, and returns the nanoseconds they took. */
    public long play(long roundTrips) throws InterruptedException {
        left = roundTrips;
        finished = new CountDownLatch(1);
        long startedAt = System.nanoTime();
        far.execute(goingOut);
        finished.await();
        return finishedAt - startedAt;
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
