package dev.runloop.testing;

import dev.runloop.RunLoop;
import dev.runloop.internal.access.Carriages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All threads that take turns: the loops of a clock in the order in which they began, and the thread that drives it, or
 * drove it last, if that is not the thread of a loop.
 *
 * <p>They are indexed by what they are doing, so that passing on a turn costs the same however many loops sleep.
 *
 * <p>Not thread-safe, except for {@link #wakes}: guarded by the lock of its {@link Turn}.
 */
final class Participants {
    private static final Comparator<Participant> BY_DEADLINE = (one, other) -> one.deadline() == other.deadline()
            ? Integer.compare(one.number(), other.number())
            : Long.signum(one.deadline() - other.deadline());

    private final TieBreak ties;
    private final Supplier<Condition> conditions;
    private final IdentityHashMap<Thread, Participant> all = new IdentityHashMap<>();
    private final Set<Participant> drivers = new LinkedHashSet<>(); // not threads of loops; hardly more than one
    private final Set<Participant> running = new LinkedHashSet<>(); // or about to begin
    private final TreeMap<Long, Participant> ready = new TreeMap<>(); // by the key of their turns
    private final TreeSet<Participant> timed = new TreeSet<>(BY_DEADLINE); // until a deadline that is still to come
    private final Set<Participant> arriving = new LinkedHashSet<>(); // candidates; dropped when found not to be
    private final Queue<RunLoop> woken = new ConcurrentLinkedQueue<>(); // since the last look; added by any thread
    private final List<String> stillborn = new ArrayList<>(); // loops whose threads ended before these began
    private int begun; // how many loops have begun so far
    private int last = -1; // the number of the loop that had the last turn
    private long turns; // of loops that had a reason to run
    private long events; // after which a deadline that a loop sleeps for may no longer exist

    Participants(TieBreak ties, Supplier<Condition> conditions) {
        this.ties = ties;
        this.conditions = conditions;
    }

    /** In the order in which they began. */
    Stream<Participant> stream() {
        return all.values().stream().sorted(Comparator.comparingInt(Participant::number));
    }

    // ---- the participants ----

    /** A loop is going to take part; its thread has yet to begin. */
    void begins(RunLoop loop) {
        loop(loop).isNew();
    }

    /** The participant of a loop, even of one that was not announced. */
    Participant loop(RunLoop loop) {
        Participant participant = thread(Carriages.ownerOf(loop.thread()));
        if (!participant.isLoop()) {
            drivers.remove(participant);
            participant.isLoop(begun++);
        }
        return participant;
    }

    /** The calling thread, which is going to drive. Unless it is that of a loop, it replaces the previous driver. */
    Participant driver() {
        Thread self = Carriages.ownerOf(Thread.currentThread());
        Participant present = find(self);
        if (present != null) {
            return present;
        }
        List.copyOf(drivers).forEach(this::remove);
        return thread(self);
    }

    private Participant thread(Thread thread) {
        Participant present = find(thread);
        if (present != null) {
            return present;
        }
        var added = new Participant(thread, conditions.get(), this);
        all.put(thread, added);
        drivers.add(added);
        note(added);
        return added;
    }

    @Nullable
    Participant find(Thread thread) {
        return all.get(thread);
    }

    boolean contains(Participant participant) {
        return all.get(participant.thread) == participant;
    }

    void remove(Participant participant) {
        all.remove(participant.thread, participant);
        drivers.remove(participant);
        running.remove(participant);
        ready.remove(ties.key(participant.number()), participant);
        timed.remove(participant);
        arriving.remove(participant);
    }

    /** Forgets a driver whose thread has ended. (The end of a loop is reported.) */
    void removeEndedDriver() {
        drivers.stream().filter(Participant::hasEnded).toList().forEach(this::remove);
    }

    // ---- what they do ----

    /** A participant has begun to do something else. */
    void note(Participant participant) {
        if (!contains(participant)) {
            return; // another drives in its place
        }
        put(running, participant, participant.isRunning() || participant.isNewborn());
        put(timed, participant, participant.hasDeadline());
        if (participant.isLoop()) {
            long key = ties.key(participant.number());
            if (participant.isReady()) {
                ready.put(key, participant);
            } else {
                ready.remove(key);
            }
        }
        if (participant.isAsleep()) {
            arriving.add(participant);
        }
    }

    private static void put(Set<Participant> set, Participant participant, boolean isIn) {
        if (isIn) {
            set.add(participant);
        } else {
            set.remove(participant);
        }
    }

    /**
     * The sleep of a loop is ended; called by any thread, without the lock. By way of the queue, the end of the sleep
     * happens-before what a thread does that finds the loop there.
     */
    void wakes(RunLoop loop) {
        woken.add(loop);
    }

    /** Those that run, whether or not it is their turn, or have yet to begin. */
    List<Participant> running() {
        return List.copyOf(running);
    }

    // ---- whose turn it is ----

    /** Whether a participant still has to arrive before the turn can be passed on. */
    boolean areOnTheirWay() {
        for (RunLoop loop = woken.poll(); loop != null; loop = woken.poll()) {
            Participant participant = find(Carriages.ownerOf(loop.thread()));
            if (participant != null) {
                note(participant);
            }
        }
        for (Participant participant : running) {
            if (participant.isOnItsWay()) {
                return true;
            }
        }
        for (Iterator<Participant> some = arriving.iterator(); some.hasNext(); ) {
            Participant participant = some.next();
            if (participant.isAsleep() && participant.isOnItsWay()) {
                return true;
            }
            some.remove();
        }
        return false;
    }

    /** The loop whose turn comes next, of those that wait for it and satisfy the predicate; or null. */
    @Nullable
    Participant next(Predicate<Participant> kind) {
        long first = ties.next(last, turns);
        return Stream.concat(
                        ready.tailMap(first, true).values().stream(), ready.headMap(first, false).values().stream())
                .filter(kind)
                .findFirst()
                .orElse(null);
    }

    /** A loop has been given the turn. One that only looks again changes nothing, so it does not count. */
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
     * Asks loops with a deadline no later than this one to look again, if they have not done so since the last event. A
     * loop is not woken when its timer is invalidated, and so may sleep for a deadline that no longer exists; an
     * earlier deadline does wake it.
     *
     * @return whether there are any
     */
    boolean askStaleOnes(long latest) {
        boolean asked = false;
        for (Participant participant : timed) {
            if (participant.deadline() - latest > 0) {
                break;
            }
            asked |= participant.askIfStale(events);
        }
        return asked;
    }

    /** Asks loops to look again that were given something without being woken. */
    boolean askThoseWithNews() {
        boolean asked = false;
        for (Participant participant : all.values()) {
            asked |= participant.askIfThereIsNews();
        }
        return asked;
    }

    /** Ends the sleep of those whose deadline has come. */
    void wakeDue(long now) {
        while (!timed.isEmpty() && timed.first().deadline() - now <= 0) {
            timed.first().wakeIfDue(now); // it has none any more
        }
    }

    /** The earliest deadline that a loop sleeps for, if it is before the horizon. */
    OptionalLong nextDeadline(long now) {
        return timed.isEmpty() || timed.first().deadline() - now >= Participant.HORIZON
                ? OptionalLong.empty()
                : OptionalLong.of(timed.first().deadline());
    }

    // ---- blocked threads ----

    /** Whether a thread is blocked is judged by what is seen from now on. */
    void forgetLooks() {
        running.forEach(Participant::forgetLooks);
    }

    /** A thread that runs without having the turn, if the last look has seen one. */
    @Nullable
    Participant runningAgain() {
        return running.stream()
                .filter(other -> other.isRunning() && other.wasSeenRunning())
                .findFirst()
                .orElse(null);
    }

    // ---- loops that never began ----

    /** A loop no longer takes part. */
    void ended(Participant loop) {
        if (loop.isNewborn() && loop.hasEnded()) {
            stillborn.add(loop.name());
        }
        remove(loop);
    }

    /** The loops whose threads ended before the loops could begin; each is returned once. */
    List<String> takeStillborn() {
        List<String> taken = List.copyOf(stillborn);
        stillborn.clear();
        return taken;
    }
}
