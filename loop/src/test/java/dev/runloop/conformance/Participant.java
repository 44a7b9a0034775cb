package dev.runloop.conformance;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** A thread for which a {@link ScenarioClock} keeps the time. Guarded by the lock of the clock. */
final class Participant {
    /** The date of who waits without one. */
    static final long NEVER = Long.MAX_VALUE;

    final Thread thread;
    final Condition itsTurn;
    private long date; // from which on it may go on
    private long stepsSeen = NEVER; // those that had happened when it went to wait in its loop
    private @Nullable Participant joined; // for whose end it waits
    private String state = "not begun";

    Participant(Thread thread, Condition itsTurn, long date) {
        this.thread = thread;
        this.itsTurn = itsTurn;
        this.date = date;
    }

    /** It wants nothing but its turn. */
    void goesOn(long now) {
        rest("ready", now);
    }

    void sleeps(long until) {
        rest("sleeping", until);
    }

    void joins(Participant other) {
        rest("joining " + other.thread.getName(), NEVER);
        joined = other;
    }

    /** Its loop waits, and may be woken by whatever the others do from now on. */
    void parks(long until, long steps) {
        rest("waiting in its loop", until);
        stepsSeen = steps;
    }

    void ends() {
        rest("ended", NEVER);
    }

    private void rest(String state, long until) {
        this.state = state;
        this.date = until;
        this.stepsSeen = NEVER;
        this.joined = null;
    }

    boolean isJoining(Participant other) {
        return joined == other;
    }

    boolean hasEnded() {
        return state.equals("ended");
    }

    /** Whether it waits in its loop and something has been done since, which may have woken it. */
    boolean mayHaveBeenWoken(long steps) {
        return stepsSeen < steps;
    }

    boolean hasDate() {
        return date != NEVER;
    }

    long date() {
        return date;
    }

    @Override
    public String toString() {
        return thread.getName() + " is " + state
                + (hasDate() ? " until " + Vocabulary.time(Duration.ofNanos(date)) : "");
    }
}
