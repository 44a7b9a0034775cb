package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import dev.runloop.internal.IndexedDeadlineHeap;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One item in one mode of one loop: from the moment at which it was added until it leaves, after which a new membership
 * takes its place if it comes back.
 *
 * <p>It is also the news of any change of itself. In the inbox of its loop it means "look at me again": the loop
 * compares what it finds in the item (is it still here, is it signalled, when is it due) with its tables and makes
 * these fit. News can therefore come late, twice or out of order and do no harm.
 *
 * <p><em>What sources are told.</em> The thread that adds tells of the schedule, the one that takes out tells of the
 * cancel, and these can be two threads at the same time. So the one marks that it has told, and the other marks that the
 * source has left. If the source has left by the time its schedule has been told, the thread that told of that tells of
 * the cancel too. So both come, in this order; neither does where the addition is refused. Happens-before: the end of the
 * schedule callback → mark → the beginning of the cancel callback.
 */
final class Membership extends Inbox.Change implements IndexedDeadlineHeap.Entry {
    private static final int UNTOLD = 0;
    private static final int TOLD = 1;
    private static final int LEFT = 2;

    private static final VarHandle STATE = fieldVarHandle(lookup(), "state", VarHandle.class, Membership.class, int.class);

    final RunLoopItem item;
    final RunLoop loop;
    final RunLoopMode mode;
    final ModeTable table;

    volatile boolean ended; // set by the thread that takes the item out, before the loop is told
    private volatile boolean known; // set by the loop before it looks whether this has ended

    @SuppressWarnings("UnusedVariable") // by its handle
    private volatile int state; // of what is told

    private RunLoopSource.@Nullable Callbacks callbacks; // of a source, until all is told

    // The rest belongs to the loop's thread.
    boolean inTable;
    int setIndex; // among the sources or observers of the table
    boolean isUrgent; // while it is in the list of those to perform
    boolean isListed; // in a list, between these two:

    @Nullable
    Membership listedBefore;

    @Nullable
    Membership listedAfter;

    long arrival; // of an observer, among those of the table
    RunLoopTimer.@Nullable Schedule schedule; // by which the timer stands in the heap
    private int heapIndex = IndexedDeadlineHeap.ABSENT;

    /** One that holds the table. */
    Membership(RunLoopItem item, RunLoop loop, ModeTable table) {
        this.item = item;
        this.loop = loop;
        this.mode = table.mode;
        this.table = table;
        this.callbacks = item instanceof RunLoopSource source ? source.callbacks() : null;
    }

    /**
     * Has the loop look at this membership: at once on its own thread, else before it looks next at its tables. A loop
     * that sleeps looks now if it would have slept on, but must not. Its own thread is awake, or within its wait, which
     * ends when it has found something there.
     */
    void notifyLoop() {
        if (loop.isCurrent()) {
            loop.apply(this);
            return;
        }
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
        notifyLoop();
        table.leave(item.use());
        tellOfCancel();
        loop.noteGone();
    }

    private void tellOfCancel() {
        if ((int) STATE.getAndSet(this, LEFT) == TOLD) {
            cancel();
        }
    }

    /** The item has come: tells it. */
    void scheduled() {
        RunLoopSource.Callbacks told = callbacks;
        if (told != null) {
            loop.callouts().callingOutToSchedule(told, loop, mode);
            if (!STATE.compareAndSet(this, UNTOLD, TOLD)) {
                cancel();
            }
        }
    }

    private void cancel() {
        RunLoopSource.Callbacks told = callbacks;
        callbacks = null;
        if (told != null) {
            loop.callouts().callingOutToCancel(told, loop, mode);
        }
    }

    /** The loop is about to look at this. */
    void becomeKnown() {
        if (!known) {
            known = true;
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** Gone before the loop ever looked: it need not look any more. */
    @Override
    boolean isStale() {
        return ended && !known;
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
