package dev.runloop.bench.soak;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends the run early: in order on request, or at once after a violation. Thread-safe. */
final class StopSignal {
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile boolean hard;

    /** The current round ends now, and is accounted for. */
    void ask() {
        asked.countDown();
    }

    /** Something is wrong: do not wait, and ignore what lanes throw from now on. */
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

    /** Waits this long, or until the signal. */
    void pause(long nanos) throws InterruptedException {
        boolean _ = asked.await(nanos, TimeUnit.NANOSECONDS);
    }
}
