package dev.runloop;

import dev.runloop.internal.WaitStrategy;

/** A wait that goes through the clock of the loop, which may have something better to do than let time pass. */
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
