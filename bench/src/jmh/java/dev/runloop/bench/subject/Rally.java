package dev.runloop.bench.subject;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/**
 * Round trips between two executors: two tasks that hand over each other. They are made once, so that a trip allocates
 * nothing here. May be played again once it is over.
 */
public final class Rally {
    private final Executor near;
    private final Executor far;
    private final Runnable goingOut;
    private final Runnable comingBack;
    private CountDownLatch finished = new CountDownLatch(0); // handed on with the first task
    private long left; // belongs to the near executor
    private long finishedAt; // written by the near executor before it counts down, read after that

    /**
     * A rally.
     *
     * @param near who begins and ends it
     * @param far who answers
     */
    public Rally(Executor near, Executor far) {
        this.near = near;
        this.far = far;
        goingOut = this::onTheFarSide;
        comingBack = this::onTheNearSide;
    }

    /**
     * Makes so many round trips, and waits for the end of the last.
     *
     * @param roundTrips how many
     * @return how many nanoseconds they took
     * @throws InterruptedException if interrupted
     */
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
