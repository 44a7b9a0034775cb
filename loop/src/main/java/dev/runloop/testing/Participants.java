package dev.runloop.testing;

import dev.runloop.RunLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Those who take turns: the loops of a clock in the order in which they began, and the thread that drives it, or has
 * done so last, if that is not the thread of a loop.
 *
 * <p>Not thread-safe: guarded by the lock of its {@link Turn}.
 */
final class Participants {
    private final TieBreak ties;
    private final Supplier<Condition> conditions;
    private final List<Participant> all = new ArrayList<>();
    private int begun; // how many loops have begun so far
    private int last = -1; // the number of the loop that had the last turn
    private long turns; // that loops have had for a reason
    private long events; // after which a loop may find that it sleeps for a deadline that stands no longer

    Participants(TieBreak ties, Supplier<Condition> conditions) {
        this.ties = ties;
        this.conditions = conditions;
    }

    Stream<Participant> stream() {
        return all.stream();
    }

    // ---- who they are ----

    /** A loop is going to take part, whose thread has yet to begin. */
    void begins(RunLoop loop) {
        loop(loop).isNew();
    }

    /** The loop, be it one that nobody has said would begin. */
    Participant loop(RunLoop loop) {
        Participant participant = thread(loop.thread());
        if (!participant.isLoop()) {
            participant.isLoop(begun++);
        }
        return participant;
    }

    /** The calling thread, which is going to drive. If it is not that of a loop, it takes the place of the last one. */
    Participant driver() {
        Participant present = find(Thread.currentThread());
        if (present != null) {
            return present;
        }
        all.removeIf(other -> !other.isLoop());
        return thread(Thread.currentThread());
    }

    private Participant thread(Thread thread) {
        Participant present = find(thread);
        if (present != null) {
            return present;
        }
        var added = new Participant(thread, conditions.get());
        all.add(added);
        return added;
    }

    @Nullable
    Participant find(Thread thread) {
        for (Participant participant : all) {
            if (participant.thread.equals(thread)) {
                return participant;
            }
        }
        return null;
    }

    boolean contains(Participant participant) {
        return all.contains(participant);
    }

    void remove(Participant participant) {
        all.remove(participant);
    }

    /** Forgets a driver whose thread has ended. A loop tells its end. */
    void removeEndedDriver() {
        all.removeIf(participant -> !participant.isLoop() && participant.hasEnded());
    }

    // ---- whose turn it is ----

    /** Whether somebody has to arrive before the turn can be passed on. */
    boolean areOnTheirWay() {
        for (Participant participant : all) {
            if (participant.isOnItsWay()) {
                return true;
            }
        }
        return false;
    }

    /** The loop whose turn comes next, among those that await it and are like this; or null. */
    @Nullable
    Participant next(Predicate<Participant> kind) {
        return all.stream()
                .filter(Participant::isReady)
                .filter(kind)
                .min(Comparator.comparingLong(loop -> ties.place(loop.number(), last, turns)))
                .orElse(null);
    }

    /** A loop has been given the turn. One that only looks round changes nothing, so it does not count. */
    void count(Participant loop) {
        if (loop.hasReason()) {
            last = loop.number();
            turns++;
            events++;
        }
    }

    // ---- deadlines ----

    /** Something may have happened that loops have not been woken for. */
    void countEvent() {
        events++;
    }

    long events() {
        return events;
    }

    /**
     * Has those with a deadline up to this one look round that have not done so since the last event. A loop is not
     * woken when its timer is invalidated, and so may sleep for a deadline that stands no longer; an earlier one wakes
     * it.
     *
     * @return whether there are any
     */
    boolean askStaleOnes(long latest) {
        boolean asked = false;
        for (Participant participant : all) {
            if (participant.hasDeadline() && participant.deadline() - latest <= 0) {
                asked |= participant.askIfStale(events);
            }
        }
        return asked;
    }

    /** The earliest deadline that a loop sleeps for, if it is not out of sight. */
    OptionalLong nextDeadline(long now) {
        OptionalLong remaining = all.stream()
                .filter(Participant::hasDeadline)
                .mapToLong(loop -> loop.deadline() - now)
                .filter(nanos -> nanos < Participant.HORIZON)
                .min();
        return remaining.isPresent() ? OptionalLong.of(now + remaining.getAsLong()) : remaining;
    }

    // ---- who is blocked ----

    /** Only what is seen from now on tells whether somebody is blocked. */
    void forgetLooks() {
        all.forEach(Participant::forgetLooks);
    }

    /** Somebody who runs without having the turn, if the last look has seen one. */
    @Nullable
    Participant runningAgain() {
        return all.stream()
                .filter(other -> other.isRunning() && other.wasSeenRunning())
                .findFirst()
                .orElse(null);
    }
}
