package dev.runloop.executors.contract;

import java.util.concurrent.CountDownLatch;

/** A task that lasts until it is told to end, or is interrupted. */
final class Roadblock implements Runnable {
    private final CountDownLatch reached;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final boolean stubborn;

    private Roadblock(int threads, boolean stubborn) {
        this.reached = new CountDownLatch(threads);
        this.stubborn = stubborn;
    }

    Roadblock() {
        this(1, false);
    }

    /** Across so many threads. */
    static Roadblock across(int threads) {
        return new Roadblock(threads, false);
    }

    /** One that does not end when it is interrupted. */
    static Roadblock stubborn() {
        return new Roadblock(1, true);
    }

    @Override
    public void run() {
        reached.countDown();
        while (true) {
            try {
                opened.await();
                return;
            } catch (InterruptedException e) {
                interrupted.countDown();
                if (!stubborn) {
                    return;
                }
            }
        }
    }

    /** Lets go on who is here or will come. */
    void open() {
        opened.countDown();
    }

    /** Waits until all its threads are in this task. */
    void awaitReached() throws InterruptedException {
        Contract.awaitLatch(reached);
    }

    /** Waits until this task has been interrupted. */
    void awaitInterrupted() throws InterruptedException {
        Contract.awaitLatch(interrupted);
    }

    boolean wasReached() {
        return reached.getCount() == 0;
    }

    boolean wasInterrupted() {
        return interrupted.getCount() == 0;
    }
}
