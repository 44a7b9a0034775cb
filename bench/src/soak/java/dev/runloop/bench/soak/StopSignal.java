package dev.runloop.bench.soak;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the run before its time: in order, if somebody has asked for it, or as it is, if something is wrong.
 * Thread-safe.
 */
final class StopSignal {
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile boolean hard;

    /** The round ends now, and is accounted for. */
    void ask() {
        asked.countDown();
    }

    /** There is no use in waiting for anything: what a lane throws from now on is no news. */
    void hard() {
        hard = true;
        ask();
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    boolean isHard() {
        return hard;
    }

    /** Waits so long, or until somebody asks. */
    void pause(long nanos) throws InterruptedException {
        boolean _ = asked.await(nanos, TimeUnit.NANOSECONDS);
    }
}
