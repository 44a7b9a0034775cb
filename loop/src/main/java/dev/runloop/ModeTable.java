package dev.runloop;

import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Deadlines;
import dev.runloop.internal.IndexedDeadlineHeap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the loop serves in one mode: its sources, observers and timers, arranged for the pass.
 *
 * <p>Not thread-safe: it belongs to the loop's thread, which alone writes. {@link #all()} is for everyone.
 */
final class ModeTable {
    private static final Membership[] NONE = {};

    final RunLoopMode mode;
    private final RunLoopClock clock;
    private volatile ModeSources sources = ModeSources.NONE; // of its own as soon as there was one
    private volatile @Nullable IndexedDeadlineHeap<Membership> timers; // null as long as there was none
    private volatile Membership[] observers = NONE; // by order, then addition; never changed in place: a snapshot
    private int observedActivities;
    private boolean keptAlive;

    ModeTable(RunLoopMode mode, RunLoopClock clock) {
        this.mode = mode;
        this.clock = clock;
    }

    /** Makes this table agree with what the item of the membership says now. */
    void lookAgainAt(Membership membership) {
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
            case RunLoopObserver observer -> {
                if (isNew) {
                    insert(membership);
                }
            }
        }
    }

    private void takeOut(Membership membership) {
        switch (membership.item) {
            case RunLoopSource source -> sources.remove(membership, source);
            case RunLoopTimer timer -> timers().remove(membership);
            case RunLoopObserver observer ->
                setObservers(
                        Arrays.stream(observers).filter(m -> m != membership).toArray(Membership[]::new));
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

    private ModeSources sourcesToAddTo() {
        ModeSources present = sources;
        if (present == ModeSources.NONE) {
            present = new ModeSources();
            sources = present;
        }
        return present;
    }

    /** The sources of kind 0 that are signalled. */
    ReadyList ready() {
        return sources.ready;
    }

    /** The sources of kind 1 that are ready. */
    ReadyQueue readyToWake() {
        return sources.readyToWake;
    }

    private IndexedDeadlineHeap<Membership> timers() {
        IndexedDeadlineHeap<Membership> present = timers;
        if (present == null) {
            present = new IndexedDeadlineHeap<>(clock::rank);
            timers = present;
        }
        return present;
    }

    private void insert(Membership membership) {
        int place = observers.length;
        while (place > 0 && observers[place - 1].item.order() > membership.item.order()) {
            place--;
        }
        Membership[] after = Arrays.copyOf(observers, observers.length + 1);
        System.arraycopy(observers, place, after, place + 1, observers.length - place);
        after[place] = membership;
        setObservers(after);
    }

    private void setObservers(Membership[] observers) {
        this.observers = observers;
        observedActivities = 0;
        for (Membership membership : observers) {
            observedActivities |= ((RunLoopObserver) membership.item).bits();
        }
    }

    /** The observers to call at this point: those of the activity and others, in order; stays as it is. */
    Membership[] observersOf(RunLoopActivity activity) {
        return (observedActivities & activity.bit()) == 0 ? NONE : observers;
    }

    /** From now on this mode counts as one with a source, for its loop is there to be given work. */
    void keepAlive() {
        keptAlive = true;
    }

    /** Whether something could happen in this mode besides blocks. */
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

    /** The date of the first timer, be it overdue or firing; there must be one. */
    long firstTimerDate() {
        return timer(requireNonNull(timers().first())).schedule().date();
    }

    /**
     * The deadline by which a wait has to end for a timer, or {@code limit} if that is earlier. It is the earliest
     * moment at which a timer has used up its tolerance, so that those whose dates have come until then share the
     * wake-up. A timer in its callback does not count.
     */
    long endOfWait(long limit) {
        return timers().visit(limit, (membership, due, earliest) -> {
            RunLoopTimer timer = timer(membership);
            long latest = due + timer.toleranceNanos();
            return timer.isFiring() || latest - earliest > 0 ? earliest : latest;
        });
    }

    /** Whether the date of a timer has come; there must be one. */
    boolean hasDueTimers(long now) {
        return Deadlines.hasPassed(timers().firstDeadline(), now);
    }

    /** The timers whose date has come, in the order in which they are to fire. */
    List<Membership> dueTimers(long now) {
        List<Membership> due = new ArrayList<>();
        timers().visit(now, (membership, deadline, limit) -> {
            due.add(membership);
            return limit;
        });
        due.sort(timers()::compare);
        return due;
    }

    /** Everything that is in this mode; on other threads a snapshot that may miss what changes at this moment. */
    List<Membership> all() {
        List<Membership> all = new ArrayList<>(sources.all.snapshot());
        all.addAll(Arrays.asList(observers));
        IndexedDeadlineHeap<Membership> present = timers;
        if (present != null) {
            all.addAll(present.snapshot());
        }
        return all;
    }

    private static RunLoopTimer timer(Membership membership) {
        return (RunLoopTimer) membership.item;
    }
}
