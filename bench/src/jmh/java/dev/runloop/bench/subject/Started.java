package dev.runloop.bench.subject;

import java.util.concurrent.CountDownLatch;

/** Keeps the start of threads, which differs between subjects, out of the measured time. */
public final class Started {
    private Started() {}

    /** Returns once the actor has run a task. */
    public static void await(Actor actor) throws InterruptedException {
        var ran = new CountDownLatch(1);
        actor.executor().execute(ran::countDown);
        ran.await();
    }
}
