package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import dev.runloop.internal.IndexedDeadlineHeap;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One item in one mode of one loop, from its addition until it leaves; an item that comes back gets a new membership.
 *
 * <p>A membership is also the message that something about it has changed. In the inbox of its loop it means "refresh
 * me": the loop compares its table with what the item says <em>now</em> (is it still here, is it signalled, when is it
 * due) and makes the table agree. So messages may arrive late, twice or out of order without harm.
 *
 * <p><em>What a source is told.</em> The adding thread calls {@code schedule}, the removing thread calls
 * {@code cancel}, and these may be two threads at the same time. So one marks that it has told the source, and the
 * other marks that the source has left. If the source has left by the time its schedule callback returns, the thread
 * that made this call makes the cancel call too. Both calls therefore come, in this order; neither comes if the
 * addition is refused. Happens-before: end of the schedule callback → mark → beginning of the cancel callback.
 */
final class Membership extends Inbox.Change implements IndexedDeadlineHeap.Entry {
    private static final int UNTOLD = 0;
    private static final int TOLD = 1;
    private static final int LEFT = 2;

    private static final VarHandle STATE =
            fieldVarHandle(lookup(), "state", VarHandle.class, Membership.class, int.class);

    final RunLoopItem item;
    final RunLoop loop;
    final RunLoopMode mode;
    final ModeTable table;

    volatile boolean ended; // set by the removing thread, before the loop is told
    private volatile boolean known; // set by the loop before it checks whether this has ended

    @SuppressWarnings("UnusedVariable") // accessed by its handle
    private volatile int state; // of what the source has been told

    private RunLoopSource.@Nullable Callbacks callbacks; // of a source, until it has been told everything

    // The rest belongs to the loop's thread.
    boolean inTable;
    int setIndex; // among the sources or observers of the table
    boolean isUrgent; // while in the list of those to perform
    boolean isListed; // in a ready list, between these two:

    @Nullable
    Membership listedBefore;

    @Nullable
    Membership listedAfter;

    long arrival; // of an observer, among those of the table
    RunLoopTimer.@Nullable Schedule schedule; // by which the timer is in the heap
    private int heapIndex = IndexedDeadlineHeap.ABSENT;

    /** A membership that takes over a hold on the table. */
    Membership(RunLoopItem item, RunLoop loop, ModeTable table) {
        this.item = item;
        this.loop = loop;
        this.mode = table.mode;
        this.table = table;
        this.callbacks = item instanceof RunLoopSource source ? source.callbacks() : null;
    }

    /**
     * Has the loop refresh this membership: at once on its own thread, otherwise before it next looks at its tables. A
     * loop that sleeps is woken to do so if it must not sleep on. The loop's own thread is awake, or within a wait that
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

    /** The item has arrived: tells it. */
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

    /** The loop is about to refresh this membership. */
    void becomeKnown() {
        if (!known) {
            known = true;
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** Gone before the loop ever saw it, so there is nothing to refresh. */
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
