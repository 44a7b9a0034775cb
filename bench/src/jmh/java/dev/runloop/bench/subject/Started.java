package dev.runloop.bench.subject;

import java.util.concurrent.CountDownLatch;

/** Keeps the start of threads, which every subject does at another moment, out of the measured time. */
public final class Started {
    private Started() {}

    /**
     * Returns when the actor has run a task.
     *
     * @param actor that has just been opened
     * @throws InterruptedException if interrupted
     */
    public static void await(Actor actor) throws InterruptedException {
        var ran = new CountDownLatch(1);
        actor.executor().execute(ran::countDown);
        ran.await();
    }
}
