package dev.runloop;

import static java.util.Objects.requireNonNull;

/**
 * A source that wakes the loop by itself: a message queue, or a {@linkplain ChannelSource channel}. Ports, sockets and
 * streams are built on it.
 *
 * <p>A pass performs one such source, the one that became ready first; the order of the source is ignored. So a burst
 * of messages takes turns with the timers and the other sources of the loop. A source that has more to do than it
 * should in one perform signals itself again, and queues up behind the others. Like a source of kind 0, it counts as a
 * handled source.
 *
 * <p>What a thread did before its signal happens-before the perform that the signal causes, even if an earlier signal
 * was still pending. Thread-safe. Corresponds to the version 1 {@code CFRunLoopSource}.
 */
public abstract sealed class Source1 extends RunLoopSource permits ChannelSource, Source1.Signalled {

    /** What a source of kind 1 does. Corresponds to {@code CFRunLoopSourceContext1}. */
    @FunctionalInterface
    public interface Callbacks extends RunLoopSource.Callbacks {
        /** Performs the source that has become ready, on the thread of the first loop that gets to it. */
        void perform();
    }

    Source1() {
        super(0); // the order is ignored
    }

    /**
     * {@return a source that becomes ready when it is {@linkplain #signal() signalled}}
     *
     * @param callbacks what the source does
     */
    public static Source1 create(Callbacks callbacks) {
        return new Signalled(requireNonNull(callbacks, "callbacks"));
    }

    /** Takes the signal; false if there is nothing to perform. */
    boolean takeTurn() {
        return takeSignal();
    }

    /**
     * Makes this source ready and has the loops it is in perform it: a loop that sleeps in a mode with this source, or
     * is about to, goes on instead. The source stays ready in all its modes until it is performed, unless it is
     * invalidated. While it is ready this costs one volatile read; while the loop is awake it makes no system call.
     */
    public final void signal() {
        markUrgent();
    }

    /** A source that becomes ready by its signal alone. */
    static final class Signalled extends Source1 {
        private static final Source1.Callbacks GONE = () -> {};

        private volatile Source1.Callbacks callbacks; // GONE once invalid

        Signalled(Source1.Callbacks callbacks) {
            this.callbacks = callbacks;
        }

        @Override
        Source1.Callbacks callbacks() {
            return callbacks;
        }

        @Override
        void letGo() {
            callbacks = GONE;
        }

        @Override
        void perform() {
            callbacks.perform();
        }
    }
}
