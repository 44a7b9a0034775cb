package dev.runloop;

import static java.util.Objects.requireNonNull;

/**
 * A source that wakes the loop by itself: a queue of messages, or a {@linkplain ChannelSource channel}. What ports,
 * sockets and streams are made of.
 *
 * <p>A pass performs one such source, that which became ready first; their order does not matter. So a burst of messages
 * takes turns with the timers and the other sources of the loop. A source that has more to do than one perform is to do
 * signals itself again, and queues up behind the others. As one of kind 0, it counts as a handled source.
 *
 * <p>What a thread did before its signal happens-before the perform that the signal brings about, also where an earlier
 * signal was still standing. Thread-safe. Corresponds to the version 1 {@code CFRunLoopSource}.
 */
public abstract sealed class Source1 extends RunLoopSource permits ChannelSource, Source1.Signalled {

    /** What a source of kind 1 does. Corresponds to {@code CFRunLoopSourceContext1}. */
    @FunctionalInterface
    public interface Callbacks extends RunLoopSource.Callbacks {
        /** The source that has become ready is performed, on the thread of the loop that got to it first. */
        void perform();
    }

    Source1() {
        super(0); // order means nothing here
    }

    /**
     * {@return a source that becomes ready by being {@linkplain #signal() signalled}}
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
     * Makes this source ready, and has the loops it is in perform it: one that sleeps, or is about to, in a mode with
     * this source goes on instead. It stays ready until it is performed, in whatever modes it is, unless it is
     * invalidated. While it is ready this costs one volatile read, and while the loop is awake no system call.
     */
    public final void signal() {
        markUrgent();
    }

    /** A source of kind 1 that becomes ready by its signal alone. */
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
