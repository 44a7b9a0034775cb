package dev.runloop.perform;

import dev.runloop.RunLoopMode;
import org.jspecify.annotations.Nullable;

/** That one thread waits for another, which need not be so: for trials of how threads find out that they wait in a circle. */
public final class Wait {
    private static final RunLoopMode SERVED = RunLoopMode.of("served");

    private final PendingWait wait;
    private volatile boolean wasAsked;

    private Wait(Thread waiter, Request<?> awaited, @Nullable RunLoopMode served) {
        wait = new PendingWait(waiter, awaited, served, false, () -> wasAsked = true);
    }

    /**
     * {@return a plain wait for something that has not begun, and cannot while its thread waits} Nobody knows of it yet.
     *
     * @param waiter the thread that waits
     * @param performer the thread that it waits for
     */
    public static Wait plain(Thread waiter, Thread performer) {
        return new Wait(waiter, new Awaited(performer), null);
    }

    /**
     * {@return a wait that serves a mode, for something that has begun} Nobody knows of it yet.
     *
     * @param waiter the thread that waits
     * @param performer the thread that it waits for
     */
    public static Wait serving(Thread waiter, Thread performer) {
        var awaited = new Awaited(performer);
        var _ = awaited.begin();
        return new Wait(waiter, awaited, SERVED);
    }

    /** Makes it known. */
    public void publish() {
        wait.publish();
    }

    /** The thread of a wait that serves a mode begins a pass. */
    public void beginPass() {
        wait.beginPass();
    }

    /** The pass has found nothing to do. */
    public void rest() {
        wait.settle();
    }

    /** {@return whether it is seen to be part of a circle} */
    public boolean isInCircle() {
        return wait.look();
    }

    /** {@return whether its thread has been told that it waits in a circle, or asked to look for one} */
    public boolean wasAsked() {
        return wasAsked;
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
