package dev.runloop;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The channels that the sources of a loop watch, and the selector in which the loop waits while there are any.
 *
 * <p><em>One selector.</em> A loop has at most one selector, opened for its first channel. While there are channels it
 * waits in the selector, otherwise parked. The loop's thread changes the way of waiting before it announces its next
 * sleep, and that announcement publishes the change; so a waker always ends the wait actually in progress. A pass costs
 * one look at the selector: the one in which the loop sleeps, or one that does not wait, and not even that while a
 * source of kind 1 is ready already.
 *
 * <p><em>Keys.</em> A channel has one key, to which all of its sources in this loop are attached (a
 * {@link Watch}); its interest is what any of them waits for. Selectors are level-triggered: they report a ready
 * channel again and again. A source already notified, because its mode does not run or because it is in its callback,
 * therefore drops its interest until it has run; otherwise a loop in another mode could not sleep.
 *
 * <p><em>Closed channels.</em> Closing a channel silently cancels its key, and does not wake the loop; a mismatch
 * between the number of keys and the number of watched channels reveals it after the next look. The sources of closed
 * channels are then refreshed, found closed and invalidated.
 *
 * <p><em>Time.</em> A selector counts in milliseconds. In the last millisecond before a deadline the loop therefore
 * parks for a tenth of it at a time and looks at its channels in between: timers are on time, and channels late by up
 * to that tenth.
 *
 * <p><em>Virtual threads.</em> On Linux and macOS a virtual thread that selects parks, and the JDK's poller watches its
 * selector. So a thousand loops with channels hold no carriers.
 *
 * <p>Not thread-safe, except for {@link #end()}: it belongs to the loop's thread.
 */
final class Channels implements ClockedWait {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long BRIEF_PARK = MILLI / 10;
    private static final int MOST_PASSES_WITHOUT_POLL = 64;
    private static final int COST_OF_LOOK = 32; // a system call, measured in looks at an inbox

    private final RunLoop loop;
    private final Selector selector;
    private final List<SelectionKey> selected = new ArrayList<>();
    private final Consumer<SelectionKey> note = selected::add;
    // Made once, so that a loop does not allocate them again and again:
    private final Look now;
    private final Look untilEnd;
    private final Look forMillis;
    private long millis; // of the current wait
    private int watched; // the number of channels
    private int passesWithoutPoll;

    Channels(RunLoop loop) throws IOException {
        this.loop = loop;
        this.selector = Selector.open();
        this.now = selector::selectNow;
        this.untilEnd = selector::select;
        this.forMillis = action -> selector.select(action, millis);
    }

    @Override
    public RunLoop loop() {
        return loop;
    }

    @Override
    public boolean hasCome() {
        return select(now);
    }

    @Override
    public int costOfLook() {
        return COST_OF_LOOK;
    }

    /** Makes the selector agree with what the source says now. */
    void refresh(ChannelSource source) {
        try {
            SelectionKey key = source.channel().keyFor(selector);
            if (key != null && key.isValid()) {
                var watch = (Watch) key.attachment();
                if (source.isIn(loop)) {
                    watch.add(source);
                } else {
                    watch.remove(source);
                }
                update(key, watch);
            } else if (source.isIn(loop)) {
                register(source);
            } else if (watched > 0) { // closed, or never registered
                selector.selectNow(ready -> {});
                letGoOfClosed();
            }
        } catch (ClosedChannelException | CancelledKeyException e) {
            source.invalidate(); // closed, perhaps just now
        } catch (Exception e) {
            loop.callouts().report(e);
            source.invalidate();
        }
    }

    private void update(SelectionKey key, Watch watch) throws IOException {
        if (!watch.isEmpty()) {
            int ops = watch.opsToSelect();
            if (key.interestOps() != ops) {
                key.interestOps(ops);
            }
            return;
        }
        key.cancel();
        if (--watched == 0) {
            selector.selectNow(); // releases the channel, as there may be no other select soon
            loop.gate().waitBy(new ParkedWait(loop));
        }
    }

    private void register(ChannelSource source) throws IOException {
        var watch = new Watch();
        watch.add(source);
        try {
            source.channel().register(selector, watch.opsToSelect(), watch);
        } catch (CancelledKeyException e) { // its last source has just left; what is ready now stays so
            selector.selectNow(ready -> {});
            source.channel().register(selector, watch.opsToSelect(), watch);
        }
        if (watched++ == 0) {
            loop.gate().waitBy(this);
        }
    }

    /**
     * Looks, without waiting, which channels are ready. While other sources are ready it looks only now and then, so
     * that a source that keeps signalling itself, such as a port in a flood of messages, cannot shut the channels out.
     */
    void poll(boolean othersAreReady) {
        if (watched > 0 && (!othersAreReady || ++passesWithoutPoll == MOST_PASSES_WITHOUT_POLL)) {
            passesWithoutPoll = 0;
            select(now);
        }
    }

    @Override
    public void begin() {
        select(untilEnd);
    }

    @Override
    public void begin(long nanos) {
        if (nanos >= MILLI) {
            millis = nanos / MILLI;
            select(forMillis);
        } else if (!select(now)) {
            LockSupport.parkNanos(loop, Math.min(nanos, BRIEF_PARK));
        }
    }

    @Override
    public void end() {
        selector.wakeup();
        LockSupport.unpark(loop.owner());
    }

    /** One look of the selector, in one of its ways. */
    @FunctionalInterface
    private interface Look {
        int select(Consumer<SelectionKey> action) throws IOException;
    }

    /** Notifies the sources of channels that are ready; false if there are none. */
    private boolean select(Look look) {
        try {
            look.select(note);
        } catch (IOException e) {
            loop.callouts().report(e);
        }
        if (selected.isEmpty() && selector.keys().size() == watched) {
            return false;
        }
        for (int i = 0; i < selected.size(); i++) {
            tell(selected.get(i));
        }
        selected.clear();
        loop.gate().rise();
        letGoOfClosed();
        return true;
    }

    /**
     * After a look, the keys of channels that were closed are missing. Has the loop refresh the sources of such
     * channels, which finds them closed.
     */
    private void letGoOfClosed() {
        int present = selector.keys().size();
        if (present == watched) {
            return;
        }
        watched = present;
        for (ModeTable table : loop.contents().tables()) {
            for (Membership membership : table.all()) {
                if (membership.item instanceof ChannelSource source
                        && !source.channel().isOpen()) {
                    loop.contents().inbox().offer(membership);
                }
            }
        }
        if (watched == 0) {
            loop.gate().waitBy(new ParkedWait(loop));
        }
    }

    private static void tell(SelectionKey key) {
        try {
            ((Watch) key.attachment()).becomeReady(key.readyOps());
        } catch (CancelledKeyException e) {
            // just closed: it is not ready for anything
        }
    }

    /** Releases all channels. */
    void close() {
        try {
            selector.close();
        } catch (IOException e) {
            loop.callouts().report(e);
        }
    }

    /** The sources of the loop that watch one channel; the attachment of the channel's key. */
    private static final class Watch {
        private ChannelSource[] sources = {}; // never changed in place

        /** Adds a source, unless it is present. */
        void add(ChannelSource source) {
            if (!contains(source)) {
                sources = Arrays.copyOf(sources, sources.length + 1);
                sources[sources.length - 1] = source;
            }
        }

        private boolean contains(ChannelSource source) {
            for (ChannelSource present : sources) {
                if (present == source) {
                    return true;
                }
            }
            return false;
        }

        /** Removes a source, if it is present. */
        void remove(ChannelSource source) {
            sources = Arrays.stream(sources).filter(other -> other != source).toArray(ChannelSource[]::new);
        }

        boolean isEmpty() {
            return sources.length == 0;
        }

        /** Everything that any of the sources waits for. */
        int opsToSelect() {
            int ops = 0;
            for (ChannelSource source : sources) {
                ops |= source.opsToSelect();
            }
            return ops;
        }

        /** The channel is ready for these operations: notifies the sources that wait for one of them. */
        void becomeReady(int ops) {
            for (ChannelSource source : sources) {
                int awaited = ops & source.opsToSelect();
                if (awaited != 0) {
                    source.becomeReady(awaited);
                }
            }
        }
    }
}
