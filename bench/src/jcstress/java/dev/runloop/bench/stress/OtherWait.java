package dev.runloop.bench.stress;

import dev.runloop.internal.WaitStrategy;

/** A way of waiting that the loop has given up: who ends a wait in this way ends none. */
record OtherWait() implements WaitStrategy {
    @Override
    public void await() {}

    @Override
    public void awaitUntil(long deadline) {}

    @Override
    public void endWait() {}
}
