package dev.runloop;

import java.util.concurrent.CountDownLatch;

/**
 * What a thread made by a user's factory waits for before it touches its loop: the factory may have started the thread
 * while there was no loop yet. Actions before {@link #decide} happen-before a return of {@link #await}.
 */
final class FactoryStart {
    private final CountDownLatch decided = new CountDownLatch(1);
    private final Thread maker = Thread.currentThread();
    private boolean isGood;

    /** Fails on the thread that is to decide, which would wait for itself. */
    void requireThreadOfItsOwn() {
        if (Thread.currentThread() == maker) {
            throw new IllegalStateException("the thread factory has run what it was to make a thread for, on " + maker);
        }
    }

    void decide(boolean isGood) {
        this.isGood = isGood;
        decided.countDown();
    }

    boolean await() {
        boolean interrupted = false;
        while (true) {
            try {
                decided.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return isGood;
    }
}
