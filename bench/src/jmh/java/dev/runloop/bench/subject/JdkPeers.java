package dev.runloop.bench.subject;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The JDK's executors with one thread, each in its best configuration. */
final class JdkPeers {
    private JdkPeers() {}

    static List<Subject> all() {
        return List.of(
                ExecutorSubject.schedulingPeer(Lineup.REFERENCE, Kind.PLATFORM, JdkPeers::scheduledThreadPool),
                ExecutorSubject.peer(
                        "newSingleThreadExecutor", Kind.PLATFORM, () -> Executors.newSingleThreadExecutor()),
                ExecutorSubject.schedulingPeer("ForkJoinPool(1)", Kind.PLATFORM, JdkPeers::fifoForkJoinPool));
    }

    /** Without the policy a cancelled task stays in the heap until it is due. */
    private static ScheduledThreadPoolExecutor scheduledThreadPool() {
        var pool = new ScheduledThreadPoolExecutor(1);
        pool.setRemoveOnCancelPolicy(true);
        return pool;
    }

    /** In asynchronous mode, because an event loop is first in, first out. */
    private static ForkJoinPool fifoForkJoinPool() {
        return new ForkJoinPool(1, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);
    }
}
