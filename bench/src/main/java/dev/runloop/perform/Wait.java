package dev.runloop.perform;

import dev.runloop.RunLoopMode;
import org.jspecify.annotations.Nullable;

/** That one thread waits for another, which need not be so: for trials of how threads find out that they wait in a circle. */
public final class Wait {
    private final WaitsFor wait;

    /**
     * Nobody knows of it yet.
     *
     * @param waiter the thread that waits
     * @param performer the thread that it waits for
     */
    public Wait(Thread waiter, Thread performer) {
        wait = new WaitsFor(waiter, new Awaited(performer), null);
    }

    /** Makes it known. */
    public void publish() {
        wait.publish();
    }

    /** {@return whether it is seen to be part of a circle} */
    public boolean isInCircle() {
        return !wait.cycle().isEmpty();
    }

    /** It is over. */
    public void end() {
        wait.end();
    }

    /** What is waited for. */
    private static final class Awaited extends Request<@Nullable Object> {
        private final Thread performer;

        Awaited(Thread performer) {
            super(() -> null);
            this.performer = performer;
        }

        @Override
        Thread performer() {
            return performer;
        }

        @Override
        boolean canRunIn(RunLoopMode mode) {
            return false;
        }

        @Override
        void withdraw() {}
    }
}
