package dev.runloop.testing;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopClock.Wait;
import dev.runloop.internal.access.Carriages;

/**
 * The turns of loops: each takes one to begin, gives it up to sleep, and takes another when it wakes up. Thread-safe.
 */
final class LoopTurns {
    private static final int MOST_WAITS = 3;

    private final Turn turn;
    private final VirtualTime time;

    LoopTurns(Turn turn, VirtualTime time) {
        this.turn = turn;
        this.time = time;
    }

    /** A loop is going to take part, on a thread that has yet to begin. */
    void begins(RunLoop loop) {
        turn.lock();
        try {
            turn.participants().begins(loop);
        } finally {
            turn.unlock();
        }
    }

    /** Waits for the first turn of a loop. Called by its thread. */
    void awaitBegin(RunLoop loop) {
        turn.lock();
        try {
            turn.take(turn.participants().loop(loop));
        } finally {
            turn.unlock();
        }
    }

    /** Gives up the turn, waits without limit, and takes a turn. Called by the thread of the loop. */
    void sleep(Wait wait) {
        turn.lock();
        try {
            Participant self = turn.participants().loop(wait.loop());
            self.sleeps(wait, turn.participants().events());
            releaseWaitAndTake(self, wait);
        } finally {
            turn.unlock();
        }
    }

    /** Gives up the turn, waits until this time at most, and takes a turn. Called by the thread of the loop. */
    void sleepUntil(Wait wait, long deadline) {
        turn.lock();
        try {
            Participant self = turn.participants().loop(wait.loop());
            self.sleeps(wait, turn.participants().events());
            self.sleepsUntil(deadline);
            self.wakeIfDue(time.nanos());
            releaseWaitAndTake(self, wait);
        } finally {
            turn.unlock();
        }
    }

    /**
     * The lock parks the same thread as the wait may do. So it can leave behind what ends the next wait for no reason,
     * which is then begun again; not for ever, as a wait in a selector ends for reasons of its own. And it can use up
     * the end of a wait. One by the loop's gate is not missed, as the loop is looked at after the lock; one by the
     * clock comes under the lock, when the thread has left it and will not park again but in its wait.
     */
    private void releaseWaitAndTake(Participant self, Wait wait) {
        try {
            turn.release(self);
            for (int waits = 0; waits < MOST_WAITS && sleepsOn(self); waits++) {
                turn.unlock();
                try {
                    beginUnlessAwake(wait);
                } finally {
                    turn.lock();
                }
            }
        } finally {
            turn.take(self);
        }
    }

    private static boolean sleepsOn(Participant self) {
        return !self.isOnItsWay() && !Thread.currentThread().isInterrupted();
    }

    private static void beginUnlessAwake(Wait wait) {
        if (wait.loop().isWaiting()) {
            wait.begin();
        }
    }

    /** The sleep of a loop is ended by somebody. */
    void wakes(RunLoop loop) {
        turn.participants().wakes(loop);
    }

    /** A loop takes part no more. */
    void ends(RunLoop loop) {
        turn.lock();
        try {
            Participant ended = turn.participants().find(Carriages.ownerOf(loop.thread()));
            if (ended != null) {
                turn.participants().ended(ended);
                turn.release(ended);
            }
        } finally {
            turn.unlock();
        }
    }
}
