package dev.runloop.bench.suite;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/** An executor as a user might bring one. */
public class OwnSingleThread extends ScheduledThreadPoolExecutor {
    /** One thread. */
    public OwnSingleThread() {
        super(1);
    }
}
