package dev.runloop.testing;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopClock.Wait;
import dev.runloop.internal.access.Carriages;

/**
 * The turns of loops: each waits for its turn to begin, gives it up to sleep, and waits for another when it wakes up.
 * Thread-safe.
 */
final class LoopTurns {
    private static final int MOST_WAITS = 3;

    private final Turn turn;
    private final VirtualTime time;

    LoopTurns(Turn turn, VirtualTime time) {
        this.turn = turn;
        this.time = time;
    }

    /** A loop is going to take part; its thread has yet to begin. */
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

    /** Gives up the turn, waits without limit, and takes the next turn. Called by the thread of the loop. */
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

    /**
     * Gives up the turn, waits until the deadline at most, and takes the next turn. Called by the thread of the loop.
     */
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
     * The lock may park the same thread as the wait does. So the lock can leave behind a permit that ends the next wait
     * for no reason; that wait is then begun again, though not forever, because a wait in a selector may end for
     * reasons of its own. The lock can also consume the permit that was to end a wait. If the loop's gate ended the
     * wait, that is not missed, because the loop is checked after the lock. If the clock ended it, that happened under
     * the lock, when the thread had left it and will not park again before its wait.
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

    /** The sleep of a loop has been ended. */
    void wakes(RunLoop loop) {
        turn.participants().wakes(loop);
    }

    /** A loop no longer takes part. */
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
