package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Deadlines;
import dev.runloop.internal.IndexedDeadlineHeap;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loop serves in one mode: its sources, observers and timers, arranged for the pass, and the blocks that wait
 * for it.
 *
 * <p>A table is held by each membership of its mode, each waiting block and each run. The last one to let go drops it,
 * on whatever thread, and the mode is forgotten. Some holds also keep the runs of the mode going. When the last of
 * these is gone, a sleeping run of the mode is made to look again, and ends.
 *
 * <p>Not thread-safe, except for what says "any thread": it belongs to the loop's thread, which alone writes.
 */
final class ModeTable {
    /** A hold on the table. */
    static final long HOLD = 1;

    /** A hold that also keeps the runs of the mode going. */
    static final long KEEP = (1L << 32) | HOLD;

    private static final long DROPPED = -1;
    private static final Membership[] NONE = {};
    private static final VarHandle USES =
            fieldVarHandle(lookup(), "uses", VarHandle.class, ModeTable.class, long.class);

    final RunLoopMode mode;
    private final LoopContents contents;
    private volatile long uses; // the number of holds; above 2^32, of those that keep runs going
    private volatile Sources sources = Sources.NONE; // its own once it has had a source
    private volatile @Nullable IndexedDeadlineHeap<Membership> timers; // null until needed
    private volatile @Nullable ModeObservers observers; // null until needed
    private final Block.Queue blocks = new Block.Queue();
    private boolean keptAlive;

    /** The table of a mode, held for this use. */
    ModeTable(RunLoopMode mode, LoopContents contents, long use) {
        this.mode = mode;
        this.contents = contents;
        this.uses = use;
    }

    /** Holds the table; false if it has been dropped. Any thread. */
    boolean hold(long use) {
        long seen;
        do {
            seen = uses;
            if (seen == DROPPED) {
                return false;
            }
        } while (!USES.compareAndSet(this, seen, seen + use));
        return true;
    }

    /** Lets go of the table, and ends a run of its mode that nothing keeps going any more. Any thread. */
    void leave(long use) {
        if (release(use)) {
            contents.isKeptNoLonger(this);
        }
    }

    /** Lets go of the table; true if nothing keeps runs of the mode going any more. Any thread. */
    boolean release(long use) {
        long left = (long) USES.getAndAdd(this, -use) - use;
        if (left == 0 && USES.compareAndSet(this, 0, DROPPED)) {
            contents.forget(this);
        }
        return left < KEEP && use >= KEEP;
    }

    /** Makes this table agree with what the item of the membership says now. */
    void refresh(Membership membership) {
        membership.becomeKnown();
        if (membership.hasEnded()) {
            if (membership.inTable) {
                membership.inTable = false;
                takeOut(membership);
            }
        } else {
            boolean isNew = !membership.inTable;
            membership.inTable = true;
            putInOrUpdate(membership, isNew);
        }
    }

    private void putInOrUpdate(Membership membership, boolean isNew) {
        switch (membership.item) {
            case RunLoopSource source -> {
                if (isNew) {
                    sourcesToAddTo().add(membership);
                }
                if (source.isSignalled()) {
                    sources.note(membership, source);
                }
            }
            case RunLoopTimer timer -> putInOrMove(membership, timer.schedule(), isNew);
            case RunLoopObserver _ -> {
                if (isNew) {
                    observersToAddTo().add(membership);
                }
            }
        }
    }

    private void takeOut(Membership membership) {
        switch (membership.item) {
            case RunLoopSource source -> sources.remove(membership, source);
            case RunLoopTimer _ -> timers().remove(membership);
            case RunLoopObserver _ -> observersToAddTo().remove(membership);
        }
    }

    private void putInOrMove(Membership membership, RunLoopTimer.Schedule schedule, boolean isNew) {
        if (isNew) {
            timers().add(membership, schedule.due());
        } else if (membership.schedule != schedule) {
            timers().move(membership, schedule.due());
        }
        membership.schedule = schedule;
    }

    private Sources sourcesToAddTo() {
        Sources present = sources;
        if (present == Sources.NONE) {
            present = new Sources();
            sources = present;
        }
        return present;
    }

    /** The sources of kind 0 that are signalled. */
    ReadyList.Source0s readySource0s() {
        return sources.readySource0s;
    }

    /** The sources of kind 1 that are ready. */
    ReadyList.Source1s readySource1s() {
        return sources.readySource1s;
    }

    private IndexedDeadlineHeap<Membership> timers() {
        IndexedDeadlineHeap<Membership> present = timers;
        if (present == null) {
            present = new IndexedDeadlineHeap<>(contents.clock()::rank);
            timers = present;
        }
        return present;
    }

    private ModeObservers observersToAddTo() {
        ModeObservers present = observers;
        if (present == null) {
            present = new ModeObservers();
            observers = present;
        }
        return present;
    }

    /** The observers to call for this activity, in order. The array never changes. */
    Membership[] observersOf(RunLoopActivity activity) {
        ModeObservers present = observers;
        return present == null ? NONE : present.of(activity);
    }

    /** The blocks that wait for this mode. */
    Block.Queue blocks() {
        return blocks;
    }

    /** From now on this mode counts as having a source: its loop is there to be given work. */
    void keepAlive() {
        if (!keptAlive) {
            keptAlive = true;
            hold(KEEP);
        }
    }

    /** Whether anything could happen in this mode apart from blocks. */
    boolean canDoSomething() {
        return keptAlive || hasSourcesOrTimers();
    }

    boolean hasSourcesOrTimers() {
        return !sources.all.isEmpty() || hasTimers();
    }

    boolean hasTimers() {
        IndexedDeadlineHeap<Membership> present = timers;
        return present != null && !present.isEmpty();
    }

    /** The first timer, even if it is overdue or firing; there must be one. */
    RunLoopTimer firstTimer() {
        return timer(requireNonNull(timers().first()));
    }

    /**
     * The deadline by which a wait has to end for a timer, or {@code limit} if that is earlier: the first moment at
     * which a timer has used up its tolerance, so that all timers due by then share the wake-up. A timer that is in its
     * callback does not count.
     */
    long endOfWait(long limit) {
        return timers().visit(limit, (membership, due, earliest) -> {
            RunLoopTimer timer = timer(membership);
            long latest = due + timer.toleranceNanos();
            return timer.isFiring() || latest - earliest > 0 ? earliest : latest;
        });
    }

    /** Whether a timer is due; there must be one. */
    boolean hasDueTimers(long now) {
        return Deadlines.hasPassed(timers().firstDeadline(), now);
    }

    /** The timers that are due, in the order in which they are to fire. */
    List<Membership> dueTimers(long now) {
        List<Membership> due = new ArrayList<>();
        timers().visit(now, (membership, deadline, limit) -> {
            due.add(membership);
            return limit;
        });
        due.sort(timers()::compare);
        return due;
    }

    /** Everything in this mode. On other threads a snapshot, which may miss what is changing at the moment. */
    List<Membership> all() {
        List<Membership> all = new ArrayList<>(sources.all.snapshot());
        ModeObservers observing = observers;
        if (observing != null) {
            all.addAll(observing.snapshot());
        }
        IndexedDeadlineHeap<Membership> present = timers;
        if (present != null) {
            all.addAll(present.snapshot());
        }
        return all;
    }

    private static RunLoopTimer timer(Membership membership) {
        return (RunLoopTimer) membership.item;
    }

    /** The sources of a mode, and which of them are ready. */
    private static final class Sources {
        /** For a mode that has never had one, like most modes of idle loops. Nothing is ever added to it. */
        static final Sources NONE = new Sources();

        final MembershipSet all = new MembershipSet();
        final ReadyList.Source0s readySource0s = new ReadyList.Source0s();
        final ReadyList.Source1s readySource1s = new ReadyList.Source1s();

        void add(Membership membership) {
            all.add(membership);
        }

        /** A source of this mode has been signalled. */
        void note(Membership membership, RunLoopSource source) {
            switch (source) {
                case Source0 _ -> readySource0s.add(membership);
                case Source1 _ -> readySource1s.add(membership);
            }
        }

        void remove(Membership membership, RunLoopSource source) {
            all.remove(membership);
            switch (source) {
                case Source0 _ -> readySource0s.remove(membership);
                case Source1 _ -> readySource1s.remove(membership);
            }
        }
    }
}
