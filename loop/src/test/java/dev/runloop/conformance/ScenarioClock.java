package dev.runloop.conformance;

import dev.runloop.RunLoopClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The virtual time of a case: it begins at 0, moves a little with each step of the case, and otherwise only when all
 * threads of the case sleep or wait, to the earliest of their dates.
 *
 * <p>One thread at a time goes on, until it sleeps, waits, joins another or ends; so a case takes the same course
 * each time. The clock does not hear of the wake-ups that loops send each other. Instead it lets a loop that waits
 * look again, by a return from {@link #await} for no reason, once others have done anything. Time moves on when all
 * have looked and wait again.
 *
 * <p>If all wait and none has a date, the replay is abandoned.
 *
 * <p>Thread-safe.
 */
public final class ScenarioClock implements RunLoopClock, ScenarioTime {
    /** How far a step moves the clock, in nanoseconds. */
    private static final long STEP = 5_000;

    /** Who waits for so long waits for ever. */
    private static final long LONGEST_WAIT = Duration.ofDays(365).toNanos();

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Participant> participants = new ArrayList<>(); // guarded by the lock
    private @Nullable Participant running; // guarded by the lock
    private long steps; // guarded by the lock
    private long now; // guarded by the lock
    private @Nullable String abandoned; // why; guarded by the lock

    @Override
    public RunLoopClock clock() {
        return this;
    }

    @Override
    public long nanoTime() {
        lock.lock();
        try {
            requireInProgress();
            return now;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(nanoTime());
    }

    @Override
    public Duration sinceStart() {
        return Duration.ofNanos(nanoTime());
    }

    @Override
    public void step() {
        lock.lock();
        try {
            requireInProgress();
            now += STEP;
            steps++;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void await(Wait wait) {
        awaitUntil(wait, Participant.NEVER);
    }

    @Override
    public void awaitUntil(Wait wait, long deadline) {
        lock.lock();
        try {
            Participant self = self();
            self.parks(deadline - now > LONGEST_WAIT ? Participant.NEVER : deadline, steps);
            passOnAndAwaitTurn(self);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sleep(Duration duration) {
        lock.lock();
        try {
            Participant self = self();
            self.sleeps(now + Math.max(0, duration.toNanos()));
            passOnAndAwaitTurn(self);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void enlist(Thread thread) {
        lock.lock();
        try {
            var participant = new Participant(thread, lock.newCondition(), now);
            participants.add(participant);
            if (running == null) {
                running = participant;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void begin() {
        lock.lock();
        try {
            awaitTurn(self());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void end() {
        lock.lock();
        try {
            Participant self = self();
            self.ends();
            participants.stream().filter(other -> other.isJoining(self)).forEach(other -> other.goesOn(now));
            if (!participants.stream().allMatch(Participant::hasEnded) && abandoned == null) {
                passOn();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void join(Thread other) {
        lock.lock();
        try {
            Participant self = self();
            Participant joined = participant(other);
            if (!joined.hasEnded()) {
                self.joins(joined);
                passOnAndAwaitTurn(self);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void abandon(String reason) {
        lock.lock();
        try {
            if (abandoned == null) {
                abandoned = reason;
                participants.forEach(participant -> participant.itsTurn.signal());
            }
        } finally {
            lock.unlock();
        }
    }

    private void requireInProgress() {
        if (abandoned != null) {
            throw new ReplayException(abandoned);
        }
    }

    private Participant self() {
        return participant(Thread.currentThread());
    }

    private Participant participant(Thread thread) {
        return participants.stream()
                .filter(participant -> participant.thread.equals(thread))
                .findAny()
                .orElseThrow(() -> new IllegalStateException(thread + " has not been enlisted with the clock"));
    }

    private void passOnAndAwaitTurn(Participant self) {
        requireInProgress();
        passOn();
        awaitTurn(self);
    }

    private void awaitTurn(Participant self) {
        while (running != self && abandoned == null) {
            self.itsTurn.awaitUninterruptibly();
        }
        requireInProgress();
        self.goesOn(now);
    }

    /** Chooses who goes on: who may have been woken before who has reached a date, and that before who has yet to. */
    private void passOn() {
        Optional<Participant> next = participants.stream()
                .filter(participant -> participant.mayHaveBeenWoken(steps))
                .findFirst()
                .or(() -> participants.stream()
                        .filter(Participant::hasDate)
                        .min(Comparator.comparingLong(Participant::date)));
        if (next.isPresent()) {
            passOnTo(next.get());
        } else {
            abandon("all wait, and nobody has a date: " + participants);
        }
    }

    private void passOnTo(Participant next) {
        if (!next.mayHaveBeenWoken(steps)) {
            now = Math.max(now, next.date());
        }
        running = next;
        next.itsTurn.signal();
    }
}
