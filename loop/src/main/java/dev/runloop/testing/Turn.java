package dev.runloop.testing;

import dev.runloop.RunLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread run at a time: one of the loops of a clock, or the thread that drives the clock.
 *
 * <p>A thread keeps the turn until it sleeps, drives or ends. A sleeping loop hands over its turn once every other loop
 * either sleeps and has not been woken, or has arrived here and is queued for its turn. So the order does not depend on
 * how fast threads wake up. If no loop waits for a turn, all are at rest, and the turn goes to the driver, which may
 * move time.
 *
 * <p>A loop that is woken is no longer {@linkplain RunLoop#isWaiting() waiting}, and is recorded for inspection before
 * its waker continues. So when that thread later passes on the turn, it sees that every loop it has woken is on its
 * way. A loop woken by a thread without a turn may be recorded too late to be seen; it arrives by itself.
 *
 * <p>A thread that is blocked elsewhere during its turn loses it, which is {@linkplain #look() noticed} by inspecting
 * the thread; it might be waiting for a thread that waits for the turn. It continues without the turn when it can, and
 * as soon as that is seen it gets the turn back, before all others.
 *
 * <p>Guarded by its own lock, which callers hold around all calls except those of the watch. Actions in a turn
 * happen-before those in the turns that follow.
 */
final class Turn {
    private final ReentrantLock lock = new ReentrantLock();
    private final Participants participants;
    private final Deque<Participant> drives = new ArrayDeque<>(); // in progress; only the last one may move time
    private @Nullable Participant holder;
    private int waiting; // how many threads wait for their turn
    private boolean isWatched;

    /** The creating thread has the turn. */
    Turn(TieBreak ties) {
        participants = new Participants(ties, lock::newCondition);
        holder = participants.driver();
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    Participants participants() {
        return participants;
    }

    // ---- passing on ----

    /** Gives up the turn, if this participant has it. */
    void release(Participant self) {
        if (holder == self) {
            holder = null;
            participants.forgetLooks();
        }
        passOn();
    }

    /** Gives the turn to the next participant, unless one has it or has to be waited for. */
    private void passOn() {
        if (holder != null || participants.areOnTheirWay()) {
            return;
        }
        Participant driving = drives.peekLast();
        boolean isUrgent = driving != null && driving.isUrgent();
        Participant ready = participants.next(loop -> !isUrgent || loop.looksAgain());
        if (ready != null) {
            participants.count(ready);
        }
        holder = ready != null ? ready : driving;
        if (holder != null) {
            holder.itsTurn.signal();
        }
    }

    /** Waits for the turn of a loop. Called by its thread. */
    void take(Participant self) {
        self.becomesReady();
        passOn();
        beginWaiting();
        while (holder != self) {
            self.itsTurn.awaitUninterruptibly();
        }
        waiting--;
        self.runs();
    }

    // ---- driving ----

    /**
     * Begins a drive of the calling thread, and gives up the turn.
     *
     * @param urgently whether loops that are ready are not to run first
     */
    Participant beginDrive(boolean urgently) {
        Participant self = participants.driver();
        if (holder != null && !participants.contains(holder)) {
            holder = null; // the previous driver, which is no longer waited for
        }
        participants.countEvent();
        self.drives(urgently);
        drives.addLast(self);
        release(self);
        return self;
    }

    /** Waits until all others are at rest, including drivers that began later. */
    void awaitRest(Participant self) throws InterruptedException {
        beginWaiting();
        try {
            while (holder != self) {
                self.itsTurn.await();
            }
        } finally {
            waiting--;
        }
    }

    void endDrive(Participant self) {
        drives.remove(self);
        self.runs();
    }

    // ---- the watch ----

    private void beginWaiting() {
        waiting++;
        if (!isWatched) {
            isWatched = true;
            TurnWatch.start(this);
        }
    }

    /**
     * Checks whether the thread that has the turn is blocked elsewhere, and whether one that has lost it continues.
     * Called repeatedly by the watch.
     *
     * @return whether a thread is waiting for a turn
     */
    boolean look() {
        lock.lock();
        try {
            if (waiting == 0) {
                return false;
            }
            participants.removeEndedDriver();
            participants.running().forEach(this::look);
            if (holder == null) {
                holder = participants.runningAgain();
            } else if (!participants.contains(holder)) {
                holder = null;
            } else if (holder.isRunning() && holder.isBlocked()) {
                loseTurn(holder);
            }
            passOn();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Checks a thread once more. A loop whose thread has ended before the loop began will never begin. */
    private void look(Participant running) {
        if (running.isNewborn() && running.hasEnded()) {
            participants.ended(running);
        } else {
            running.look(lock.hasQueuedThread(running.thread));
        }
    }

    /** Other blocked threads may be waiting for what this one did last: they are checked afresh. */
    private void loseTurn(Participant blocked) {
        holder = null;
        participants.running().stream().filter(other -> other != blocked).forEach(Participant::forgetLooks);
    }

    /** Ends the watch, unless a thread is waiting for a turn. */
    boolean endWatch() {
        lock.lock();
        try {
            isWatched = waiting > 0;
            return !isWatched;
        } finally {
            lock.unlock();
        }
    }
}
