package dev.runloop.testing;

import dev.runloop.RunLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread run at a time: one of the loops of a clock, or the one that drives the clock.
 *
 * <p>Who has the turn keeps it until it sleeps, drives or ends. Then it is passed on, but only once every loop either
 * sleeps and has not been woken, or has arrived here and awaits its turn. So who comes next does not depend on how fast
 * threads wake up. If no loop awaits a turn, all are at rest, and it goes to the driver, who may move time.
 *
 * <p>A loop that is woken is no longer {@linkplain RunLoop#isWaiting() waiting}, and is noted as one to look at before the
 * waker goes on. So the next to pass on the turn, later in that thread, sees of all that were woken in it that they are on
 * their way. One that was woken by a thread without a turn may be noted later than it is looked for; it comes by itself.
 *
 * <p>Who is blocked elsewhere in its turn loses it, {@linkplain #look() noticed} by looking at its thread; else it
 * might wait for one that awaits the turn. It goes on without the turn when it can, and as soon as that is seen the
 * turn is its own again, before all others.
 *
 * <p>Guarded by its own lock, which is taken around all calls but those of the watch. Actions in a turn happen-before
 * those in the turns that follow.
 */
final class Turn {
    private final ReentrantLock lock = new ReentrantLock();
    private final Participants participants;
    private final Deque<Participant> drives = new ArrayDeque<>(); // in progress; only the last one may move time
    private @Nullable Participant holder;
    private int waiting; // how many await their turn
    private boolean isWatched;

    /** The turn is with the thread that makes this. */
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

    /** Gives up the turn, if it is this one's. */
    void release(Participant self) {
        if (holder == self) {
            holder = null;
            participants.forgetLooks();
        }
        passOn();
    }

    /** Gives the turn to the next one, unless somebody has it or is to be waited for. */
    private void passOn() {
        if (holder != null || participants.areOnTheirWay()) {
            return;
        }
        Participant driving = drives.peekLast();
        boolean isUrgent = driving != null && driving.isUrgent();
        Participant ready = participants.next(loop -> !isUrgent || loop.looksRound());
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
            holder = null; // the driver before, who is not waited for any more
        }
        participants.countEvent();
        self.drives(urgently);
        drives.addLast(self);
        release(self);
        return self;
    }

    /** Waits until all others are at rest, and so is who has begun to drive later. */
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
     * Looks whether the one who has the turn is blocked elsewhere, or one who has lost it goes on. Called again and
     * again by the watch.
     *
     * @return whether anybody awaits a turn
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

    /** Once more; a loop whose thread has ended before it began will never begin. */
    private void look(Participant running) {
        if (running.isNewborn() && running.hasEnded()) {
            participants.ended(running);
        } else {
            running.look(lock.hasQueuedThread(running.thread));
        }
    }

    /** Others who are blocked may wait for what this one has done last: they are looked at again. */
    private void loseTurn(Participant blocked) {
        holder = null;
        participants.running().stream().filter(other -> other != blocked).forEach(Participant::forgetLooks);
    }

    /** The watch ends, unless somebody awaits a turn. */
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
