package dev.runloop.testing;

import dev.runloop.RunLoopClock.Wait;
import dev.runloop.internal.access.LoopAccess;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * A thread that takes turns with others: the thread of a loop, or the one that drives the clock.
 *
 * <p>Not thread-safe: guarded by the lock of its {@link Turn}.
 */
final class Participant {
    /** Deadlines further away are no work: executors keep a timer that is 100 years away. */
    static final long HORIZON = TimeUnit.DAYS.toNanos(365 * 90);

    /** How often it has to be seen blocked, in a row, to be taken for blocked. */
    private static final int LOOKS = 5;

    enum State {
        /** A loop whose thread has yet to begin. */
        NEW,
        /** Awaits its turn. */
        READY,
        /** Does what it likes: in its turn, or out of it after it was found blocked. */
        RUNNING,
        /** A loop that waits for something to happen. */
        ASLEEP,
        /** Awaits that all others are at rest, to move time. */
        DRIVING
    }

    private static final int NO_LOOP = -1;

    final Thread thread;
    final Condition itsTurn;
    private final Participants others;
    private int number = NO_LOOP; // of the loop, in the order of beginning
    private State state = State.RUNNING;
    private boolean isUrgent; // drives, and does not let others run first
    private @Nullable Wait wait; // the last one
    private boolean isTimed;
    private long deadline;
    private boolean isWoken; // the deadline has come
    private boolean isAsked; // to look round, whether it still sleeps for that deadline
    private long eventsSeen; // when it fell asleep
    private int looks; // that have found it blocked, in a row

    /** A thread that drives the clock, as long as it is not said to be that of a loop. */
    Participant(Thread thread, Condition itsTurn, Participants others) {
        this.thread = thread;
        this.itsTurn = itsTurn;
        this.others = others;
    }

    // ---- what it is ----

    /** From now on it is a loop. */
    void isLoop(int number) {
        this.number = number;
    }

    boolean isLoop() {
        return number != NO_LOOP;
    }

    int number() {
        return number;
    }

    // ---- what it does ----

    void isNew() {
        enter(State.NEW);
    }

    void becomesReady() {
        enter(State.READY);
    }

    void runs() {
        isUrgent = false;
        looks = 0;
        enter(State.RUNNING);
    }

    void drives(boolean urgently) {
        isUrgent = urgently;
        enter(State.DRIVING);
    }

    /** Sleeps, and has seen of the events so far what concerns it. */
    void sleeps(Wait wait, long events) {
        this.wait = wait;
        isTimed = false;
        isWoken = false;
        isAsked = false;
        eventsSeen = events;
        enter(State.ASLEEP);
    }

    /** It sleeps no longer than this. */
    void sleepsUntil(long deadline) {
        isTimed = true;
        this.deadline = deadline;
        others.note(this);
    }

    private void enter(State next) {
        state = next;
        others.note(this);
    }

    /** Has it look round, if anything has happened since it did so. */
    boolean askIfStale(long events) {
        return eventsSeen != events && ask();
    }

    /** Has it look round, if others have left something for it that they have not woken it for. */
    boolean askIfThereIsNews() {
        return state == State.ASLEEP
                && wait != null
                && LoopAccess.probe(wait.loop()).hasPendingChanges()
                && ask();
    }

    private boolean ask() {
        if (isAsked) {
            return false;
        }
        isAsked = true;
        endWait();
        return true;
    }

    /** Ends its sleep if its deadline has come. */
    void wakeIfDue(long now) {
        if (hasDeadline() && deadline - now <= 0) {
            isWoken = true;
            endWait();
        }
    }

    private void endWait() {
        others.note(this);
        if (wait != null && state == State.ASLEEP) {
            wait.end();
        }
    }

    // ---- what others see ----

    boolean isReady() {
        return state == State.READY;
    }

    boolean isNewborn() {
        return state == State.NEW;
    }

    boolean isAsleep() {
        return state == State.ASLEEP;
    }

    boolean isRunning() {
        return state == State.RUNNING;
    }

    boolean isUrgent() {
        return isUrgent;
    }

    /** Whether it is still to be waited for before anybody may run: it will sleep, or await its turn. */
    boolean isOnItsWay() {
        return switch (state) {
            case NEW, RUNNING -> !isBlocked();
            case ASLEEP -> isAsked || hasReason();
            case READY, DRIVING -> false;
        };
    }

    /**
     * Whether it has been woken, or has yet to begin. Else it awaits its turn to look round, or because its wait ended
     * early.
     */
    boolean hasReason() {
        return isWoken || wait == null || !wait.loop().isWaiting();
    }

    /** Whether it awaits its turn only to look round, as it was asked to. */
    boolean looksRound() {
        return state == State.READY && isAsked && !hasReason();
    }

    /** Whether it sleeps until a deadline that is still to come. If its wait has ended for no reason, it still does. */
    boolean hasDeadline() {
        return (state == State.ASLEEP || state == State.READY) && isTimed && !isWoken;
    }

    long deadline() {
        return deadline;
    }

    /** Whether a loop could do something more, now or at a time that is not out of sight. */
    boolean hasWork(long now) {
        return isLoop()
                && switch (state) {
                    case NEW, RUNNING, DRIVING -> true;
                    case READY, ASLEEP -> hasReason() || isDueInSight(now) || blocks() > 0;
                };
    }

    private boolean isDueInSight(long now) {
        return isTimed && deadline - now < HORIZON;
    }

    /** How many blocks it has that it was not woken for, or whose mode it does not run. */
    private int blocks() {
        return wait == null ? 0 : LoopAccess.probe(wait.loop()).waitingBlocks();
    }

    // ---- whether it is blocked elsewhere ----

    /**
     * Looks at the thread once more.
     *
     * @param isHere whether it is blocked for a moment, if at all, as it has called the clock
     */
    void look(boolean isHere) {
        looks = !isHere && threadIsBlocked() ? looks + 1 : 0;
    }

    void forgetLooks() {
        looks = 0;
    }

    boolean isBlocked() {
        return looks >= LOOKS;
    }

    /** Whether the last look has found it running. */
    boolean wasSeenRunning() {
        return looks == 0;
    }

    boolean hasEnded() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    private boolean threadIsBlocked() {
        return switch (thread.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING, TERMINATED -> true;
            case NEW, RUNNABLE -> false;
        };
    }

    /** What it does, for messages. */
    String describe(long now) {
        return name()
                + ' '
                + switch (state) {
                    case NEW -> "has not run yet" + (isBlocked() ? " (" + thread.getState() + ")" : "");
                    case RUNNING -> isBlocked() ? "is blocked elsewhere (" + thread.getState() + ")" : "is running";
                    case DRIVING -> "drives the clock";
                    case READY, ASLEEP ->
                        hasReason() ? "has something to do, and has not been run" : describeSleep(now);
                };
    }

    private String describeSleep(long now) {
        int blocks = blocks();
        if (blocks > 0) {
            return "has " + blocks + " queued that it was not woken for, or whose modes do not run";
        }
        return isDueInSight(now) ? "is due in " + Duration.ofNanos(deadline - now) : "sleeps, without a deadline";
    }

    String name() {
        String name = thread.getName();
        String kind = isLoop() ? "loop " : "thread ";
        return kind + (name.isEmpty() ? "#" + thread.threadId() : '"' + name + '"');
    }
}
