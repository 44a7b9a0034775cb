package dev.runloop;

import static java.util.Objects.requireNonNull;

import dev.runloop.internal.StackRoom;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/**
 * A source that is performed when a channel is ready: a socket, a pipe, or any other {@link SelectableChannel}.
 *
 * <p>It is ready as long as the channel is, for what it {@linkplain #interestOps(int) is interested in}: if a perform
 * leaves something to read, a later pass performs the source again, after those that became ready before. It is not
 * performed from within its own callback. In a mode that does not run it waits, and does not wake the loop.
 *
 * <p>The source does not own the channel: invalidate the source first, then close the channel. If the loop finds the
 * channel closed, or in blocking mode, it invalidates the source. It finds that out when it next looks at its channels,
 * because closing a channel does not wake a thread that waits for it. Several sources can watch one channel. A channel
 * source may be in several modes of one loop; while it is in any, adding it to another loop does nothing.
 *
 * <p>A loop waits in a selector as long as it has channels. Both kinds of thread can do so: on Linux and macOS a
 * virtual thread releases its carrier while it selects, so there can be thousands of such loops; on other systems it
 * may hold the carrier. Thread-safe.
 */
public final class ChannelSource extends Source1 {

    /** What a channel source does. */
    @FunctionalInterface
    public interface Callbacks extends RunLoopSource.Callbacks {
        /**
         * The channel is ready, or the source has been signalled. Called on the loop's thread.
         *
         * @param source the source; {@link ChannelSource#readyOps()} tells what its channel is ready for
         */
        void perform(ChannelSource source);
    }

    private static final Callbacks GONE = source -> {};

    private final SelectableChannel channel;
    private volatile Callbacks callbacks; // GONE once invalid
    private volatile int interestOps; // set by any thread

    // Written by the loop's thread; volatile, because the source can move to another loop.
    private volatile int readyOps;
    private volatile boolean performing;
    private volatile boolean muted; // the loop knows that the channel is ready and must not be told again

    private ChannelSource(SelectableChannel channel, int interestOps, Callbacks callbacks) {
        this.channel = channel;
        this.interestOps = interestOps;
        this.callbacks = callbacks;
    }

    /**
     * {@return a source for a channel}
     *
     * @param channel the channel, in non-blocking mode
     * @param interestOps what to wait for, as in {@link SelectionKey#interestOps()}; zero for nothing yet
     * @param callbacks what the source does
     * @throws IllegalArgumentException if the channel is in blocking mode, or does not support one of the operations
     */
    public static ChannelSource create(SelectableChannel channel, int interestOps, Callbacks callbacks) {
        requireNonNull(channel, "channel");
        requireNonNull(callbacks, "callbacks");
        if (channel.isBlocking()) {
            throw new IllegalArgumentException("channel is in blocking mode: " + channel);
        }
        return new ChannelSource(channel, checked(interestOps, channel), callbacks);
    }

    private static int checked(int interestOps, SelectableChannel channel) {
        if ((interestOps & ~channel.validOps()) != 0) {
            throw new IllegalArgumentException("interestOps is " + interestOps + ", and of these " + channel
                    + " supports only " + (interestOps & channel.validOps()));
        }
        return interestOps;
    }

    /** {@return the channel} */
    public SelectableChannel channel() {
        return channel;
    }

    /** {@return what this source waits for, as in {@link SelectionKey#interestOps()}} */
    public int interestOps() {
        return interestOps;
    }

    /**
     * Changes what this source waits for. On the loop's thread this takes effect at once; from another thread it wakes
     * the loop if need be, and a perform that has already become due may still come.
     *
     * @param ops operations of {@link SelectionKey}; zero for none
     * @throws IllegalArgumentException if the channel does not support one of the operations
     */
    public void interestOps(int ops) {
        int wanted = checked(ops, channel);
        StackRoom.ensure();
        interestOps = wanted;
        notifyLoops();
    }

    /**
     * {@return what the channel was ready for when this perform became due; zero if the source was signalled by hand,
     * or if none of it is of interest any more} To be called from the callback.
     */
    public int readyOps() {
        return readyOps & interestOps;
    }

    /** What the selector is to look for now. */
    int opsToSelect() {
        return muted ? 0 : interestOps;
    }

    /**
     * The selector has found the channel ready. Selectors are level-triggered: a source already notified, or being
     * performed, drops its interest until it has run, or a loop in another mode could not sleep.
     */
    void becomeReady(int ops) {
        boolean knows = performing || isSignalled();
        if (!performing) {
            readyOps |= ops;
        }
        if (knows) {
            muted = true;
            notifyLoops();
        } else {
            mark(UNMARKED, FOUND_READY); // unless another thread has just signalled it
        }
    }

    /**
     * Takes the signal. If the channel was the only reason for it, and what the channel became ready for is of no
     * interest any more, there is nothing to perform.
     */
    @Override
    boolean takeTurn() {
        int taken = takeMark();
        if (taken == FOUND_READY && readyOps() == 0) {
            endPerform();
            return false;
        }
        return taken != UNMARKED;
    }

    @Override
    boolean isReady() {
        return super.isReady() && !performing;
    }

    @Override
    boolean admits(Membership[] present, RunLoop loop) {
        return present.length == 0 || present[0].loop == loop;
    }

    @Override
    boolean concernsSleepers() {
        return true; // its selector has to change
    }

    @Override
    Callbacks callbacks() {
        return callbacks;
    }

    @Override
    void perform() {
        performing = true;
        try {
            callbacks.perform(this);
        } finally {
            performing = false;
            endPerform();
        }
    }

    private void endPerform() {
        readyOps = 0;
        if (muted) {
            muted = false;
            notifyLoops();
        }
    }

    @Override
    void letGo() {
        callbacks = GONE;
    }
}
