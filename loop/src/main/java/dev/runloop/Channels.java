package dev.runloop;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The channels that the sources of a loop watch, and the selector in which the loop waits while there are any.
 *
 * <p>A selector counts in milliseconds. In the last one before a deadline the loop therefore sleeps by parking, for a
 * tenth of it at a time, and looks at its channels in between: timers are on time, and channels late by that tenth.
 *
 * <p>Not thread-safe but for {@link #end()}: it belongs to the loop's thread.
 */
final class Channels implements ClockedWait {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long BRIEF_PARK = MILLI / 10;
    private static final int MOST_PASSES_WITHOUT_POLL = 64;
    private static final int COST_OF_LOOK = 32; // in looks at an inbox: a call of the system

    private final RunLoop loop;
    private final Selector selector;
    private final List<SelectionKey> selected = new ArrayList<>();
    private final Consumer<SelectionKey> note = selected::add;
    // Made once, for a loop would allocate them again and again:
    private final Look now;
    private final Look untilEnd;
    private final Look forMillis;
    private long millis; // of the wait that has begun
    private int watched; // how many channels
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
                var watch = (ChannelWatch) key.attachment();
                if (source.isIn(loop)) {
                    watch.add(source);
                } else {
                    watch.remove(source);
                }
                update(key, watch);
            } else if (source.isIn(loop)) {
                register(source);
            } else if (watched > 0) { // closed behind it, or never known
                selector.selectNow(ready -> {});
                letGoOfClosed();
            }
        } catch (ClosedChannelException | CancelledKeyException e) {
            source.invalidate(); // closed by somebody, perhaps at this moment
        } catch (Exception e) {
            loop.callouts().report(e);
            source.invalidate();
        }
    }

    private void update(SelectionKey key, ChannelWatch watch) throws IOException {
        if (!watch.isEmpty()) {
            int ops = watch.opsToSelect();
            if (key.interestOps() != ops) {
                key.interestOps(ops);
            }
            return;
        }
        key.cancel();
        if (--watched == 0) {
            selector.selectNow(); // lets go of the channel, for no select may follow soon
            loop.gate().waitBy(new ParkedWait(loop));
        }
    }

    private void register(ChannelSource source) throws IOException {
        var watch = new ChannelWatch();
        watch.add(source);
        try {
            source.channel().register(selector, watch.opsToSelect(), watch);
        } catch (CancelledKeyException e) { // its last source has just left; what else is ready now will still be later
            selector.selectNow(ready -> {});
            source.channel().register(selector, watch.opsToSelect(), watch);
        }
        if (watched++ == 0) {
            loop.gate().waitBy(this);
        }
    }

    /**
     * Looks, without waiting, which channels are ready; seldom if other sources are. But one that signals itself again and
     * again, as a port does in a flood of messages, must not keep the loop from its channels.
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

    /** Lets the sources know of the channels that are ready; false if there are none. */
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
     * After a look of the selector a key is missing if others have closed its channel. Has the loop look again at the
     * sources of such channels, which it will find closed.
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
            ((ChannelWatch) key.attachment()).becomeReady(key.readyOps());
        } catch (CancelledKeyException e) {
            // closed at this moment: there is nothing to be ready for
        }
    }

    /** Lets go of all channels. */
    void close() {
        try {
            selector.close();
        } catch (IOException e) {
            loop.callouts().report(e);
        }
    }
}
