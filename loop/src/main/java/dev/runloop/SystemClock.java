package dev.runloop;

import java.time.Instant;

/** The machine's clock. */
enum SystemClock implements RunLoopClock {
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public void await(Wait wait) {
        wait.begin();
    }

    @Override
    public void awaitUntil(Wait wait, long deadline) {
        long remaining = deadline - System.nanoTime();
        if (remaining > 0) {
            wait.begin(remaining);
        }
    }
}
