package dev.runloop.bench.suite;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A user's executor. */
public class OwnSingleThread extends ScheduledThreadPoolExecutor {
    public OwnSingleThread() {
        super(1);
    }
}
