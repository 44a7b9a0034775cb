package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A task that lasts until it is told to end, or is interrupted. */
final class Roadblock implements Runnable {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Override
    public void run() {
        reached.countDown();
        try {
            opened.await();
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
    }

    /** Lets the loop go on, now or when it comes here. */
    void open() {
        opened.countDown();
    }

    /** Waits until the loop is in this task. */
    void awaitReached() throws InterruptedException {
        await(reached, "reached");
    }

    /** Waits until this task has been interrupted. */
    void awaitInterrupted() throws InterruptedException {
        await(interrupted, "interrupted");
    }

    /** Whether this task has been interrupted. */
    boolean wasInterrupted() {
        return interrupted.getCount() == 0;
    }

    private static void await(CountDownLatch latch, String what) throws InterruptedException {
        assertTrue(latch.await(30, TimeUnit.SECONDS), "never " + what);
    }
}
