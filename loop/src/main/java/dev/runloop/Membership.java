package dev.runloop;

import dev.runloop.internal.IndexedDeadlineHeap;
import org.jspecify.annotations.Nullable;

/**
 * One item in one mode of one loop: from the moment at which it was added until it leaves, after which a new membership
 * takes its place if it comes back.
 *
 * <p>It is also the news of any change of itself. In the inbox of its loop it means "look at me again": the loop
 * compares what it finds in the item (is it still here, is it signalled, when is it due) with its tables and makes
 * these fit. News can therefore come late, twice or out of order and do no harm.
 */
final class Membership implements InboxEntry, IndexedDeadlineHeap.Entry {
    final RunLoopItem item;
    final RunLoop loop;
    final RunLoopMode mode;

    private volatile boolean ended; // set by whoever takes the item out, before the loop is told

    // The rest belongs to the loop's thread.
    boolean inTable;
    int sourceIndex; // among the sources of the table
    boolean isUrgent; // while it is in the list of those to perform
    boolean isListed; // in a list, between these two:

    @Nullable
    Membership listedBefore;

    @Nullable
    Membership listedAfter;

    RunLoopTimer.@Nullable Schedule schedule; // by which the timer stands in the heap
    private int heapIndex = IndexedDeadlineHeap.ABSENT;

    Membership(RunLoopItem item, RunLoop loop, RunLoopMode mode) {
        this.item = item;
        this.loop = loop;
        this.mode = mode;
    }

    /**
     * Has the loop look at this membership: at once on its own thread, else before it looks next at its tables. A loop
     * that sleeps looks now if it would have slept on, but must not.
     */
    void announce() {
        loop.accept(this);
        if (item instanceof RunLoopTimer timer) {
            loop.gate().nudgeIfLaterThan(timer.schedule().due());
        } else if (item instanceof RunLoopSource source && source.concernsSleepers()) {
            loop.gate().nudge();
        }
    }

    /** The item has left: tells the loop and the item. */
    void end() {
        ended = true;
        announce();
        if (item instanceof RunLoopSource source) {
            loop.callouts().callingOutToCancel(source, loop, mode);
        }
    }

    /** The item has come: tells it. */
    void scheduled() {
        if (item instanceof RunLoopSource source) {
            loop.callouts().callingOutToSchedule(source, loop, mode);
        }
    }

    boolean hasEnded() {
        return ended;
    }

    @Override
    public int heapIndex() {
        return heapIndex;
    }

    @Override
    public void heapIndex(int index) {
        heapIndex = index;
    }
}
