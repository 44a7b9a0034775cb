package dev.runloop;

import dev.runloop.internal.WaitStrategy;

/** A way to wait that the clock of the loop is asked for: it may know of something better than to let time pass. */
interface ClockedWait extends RunLoopClock.Wait, WaitStrategy {
    @Override
    default void await() {
        loop().clock().await(this);
    }

    @Override
    default void awaitUntil(long deadline) {
        loop().clock().awaitUntil(this, deadline);
    }

    @Override
    default void endWait() {
        end();
        loop().clock().wakes(loop());
    }
}
