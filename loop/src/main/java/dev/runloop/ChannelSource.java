package dev.runloop;

import static java.util.Objects.requireNonNull;

import dev.runloop.internal.StackRoom;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/**
 * A source that is performed when a channel has become ready: a socket, a pipe, or any other
 * {@link SelectableChannel}.
 *
 * <p>It is ready as long as the channel is, for what it {@linkplain #interestOps(int) is interested in}: if a perform
 * leaves something to read, the next pass performs the source again, after those that became ready before. It is not
 * performed from within its own callback. In a mode that does not run it waits, and does not wake the loop.
 *
 * <p>The source does not own the channel: invalidate the source first and close the channel second. If the loop finds
 * the channel closed, or in blocking mode, it invalidates the source. It finds that out when it looks next at its channels,
 * for to close one does not wake who waits for it. Several sources can watch one channel. A channel
 * source may be in several modes of one loop; while it is in any, adding it to another loop does nothing.
 *
 * <p>A loop waits in a selector while it has channels, and has none otherwise. Both kinds of thread can: on Linux and macOS
 * a virtual thread that selects leaves its carrier to others, so that loops by the thousand can; on other systems it may
 * hold it. Thread-safe.
 */
public final class ChannelSource extends Source1 {

    /** What a channel source does. */
    @FunctionalInterface
    public interface Callbacks extends RunLoopSource.Callbacks {
        /**
         * The channel has become ready, or the source has been signalled. Called on the loop's thread.
         *
         * @param source the source; {@link ChannelSource#readyOps()} tells what its channel is ready for
         */
        void perform(ChannelSource source);
    }

    private static final Callbacks GONE = source -> {};

    private final SelectableChannel channel;
    private volatile Callbacks callbacks; // GONE once invalid
    private volatile int interestOps; // set by anyone

    // Written by the loop's thread; volatile, because the source can move on to another loop.
    private volatile int readyOps;
    private volatile boolean performing;
    private volatile boolean muted; // the loop knows that the channel is ready, and need not be told again

    private ChannelSource(SelectableChannel channel, int interestOps, Callbacks callbacks) {
        this.channel = channel;
        this.interestOps = interestOps;
        this.callbacks = callbacks;
    }

    /**
     * {@return a source for a channel}
     *
     * @param channel the channel, in non-blocking mode
     * @param interestOps what to wait for, as {@link SelectionKey#interestOps()} has it; zero for nothing yet
     * @param callbacks what the source does
     * @throws IllegalArgumentException if the channel is in blocking mode, or does not know one of the operations
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
                    + " knows only " + (interestOps & channel.validOps()));
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
     * Changes what this source waits for. On the loop's thread this holds at once; from another one it wakes the loop
     * if need be, and a perform that has become due before may still come.
     *
     * @param ops operations of {@link SelectionKey}; zero for none
     * @throws IllegalArgumentException if the channel does not know one of the operations
     */
    public void interestOps(int ops) {
        int wanted = checked(ops, channel);
        StackRoom.ensure();
        interestOps = wanted;
        notifyLoops();
    }

    /**
     * {@return what the channel was ready for when this perform became due; zero if the source was signalled by hand, or
     * if nothing of it is of interest any more} To be called by the callback.
     */
    public int readyOps() {
        return readyOps & interestOps;
    }

    /** What the selector has to look for now. */
    int opsToSelect() {
        return muted ? 0 : interestOps;
    }

    /**
     * The selector has found the channel ready. A source that has been told so before, or is being performed, need not
     * hear of it again until it has been performed: with its mode not running the loop could not sleep.
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
            mark(UNMARKED, FOUND_READY); // or somebody has signalled it at this moment
        }
    }

    /**
     * Takes the signal. If the channel alone was the reason, and what it has become ready for is of no interest any
     * more, there is nothing to perform.
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
        return true; // the selector has to be told
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
