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
    /** Deadlines further away do not count as work: executors keep a timer that is 100 years away. */
    static final long HORIZON = TimeUnit.DAYS.toNanos(365 * 90);

    /** How many times in a row a thread must be seen blocked to count as blocked. */
    private static final int LOOKS = 5;

    enum State {
        /** A loop whose thread has yet to begin. */
        NEW,
        /** Waits for its turn. */
        READY,
        /** Runs: in its turn, or out of it after it was found blocked. */
        RUNNING,
        /** A loop that waits for something to happen. */
        ASLEEP,
        /** Waits for all others to be at rest, to move time. */
        DRIVING
    }

    private static final int NO_LOOP = -1;

    final Thread thread;
    final Condition itsTurn;
    private final Participants others;
    private int number = NO_LOOP; // of the loop, in the order in which they began
    private State state = State.RUNNING;
    private boolean isUrgent; // drives, and does not let others run first
    private @Nullable Wait wait; // the last one
    private boolean isTimed;
    private long deadline;
    private boolean isWoken; // the deadline has come
    private boolean isAsked; // to look again, whether it still sleeps for that deadline
    private long eventsSeen; // when it fell asleep
    private int looks; // in a row that have found it blocked

    /** A thread that drives the clock, unless it turns out to be that of a loop. */
    Participant(Thread thread, Condition itsTurn, Participants others) {
        this.thread = thread;
        this.itsTurn = itsTurn;
        this.others = others;
    }

    // ---- what it is ----

    /** From now on it is the thread of a loop. */
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

    /** It sleeps, and has seen those of the events so far that concern it. */
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

    /** Makes the loop check again if anything has happened since it last did. */
    boolean askIfStale(long events) {
        return eventsSeen != events && ask();
    }

    /** Makes the loop check again if other threads have left changes without waking it. */
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

    /** Whether it has to be waited for before any other thread may run: it will sleep, or wait for its turn. */
    boolean isOnItsWay() {
        return switch (state) {
            case NEW, RUNNING -> !isBlocked();
            case ASLEEP -> isAsked || hasReason();
            case READY, DRIVING -> false;
        };
    }

    /**
     * Whether it has been woken, or has yet to begin. Otherwise it waits for its turn to look again, or because its
     * wait ended early.
     */
    boolean hasReason() {
        return isWoken || wait == null || !wait.loop().isWaiting();
    }

    /** Whether it waits for its turn only to look again, as it was asked to. */
    boolean looksAgain() {
        return state == State.READY && isAsked && !hasReason();
    }

    /** Whether it sleeps until a deadline that is still to come; also if its wait has ended for no reason. */
    boolean hasDeadline() {
        return (state == State.ASLEEP || state == State.READY) && isTimed && !isWoken;
    }

    long deadline() {
        return deadline;
    }

    /** Whether a loop could do something more, now or before the horizon. */
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
     * Checks the thread once more.
     *
     * @param isHere whether the thread is blocked briefly at most, in a call of the clock
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

    /** Whether the last look found it running. */
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

    /** What it is doing, for messages. */
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
