package dev.runloop.testing;

import dev.runloop.internal.access.Carriages;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/**
 * The turns of threads that drive: each gives up its turn until all loops are at rest, and only then moves time.
 * Thread-safe.
 */
final class DriverTurns {
    private final Turn turn;
    private final VirtualTime time;

    DriverTurns(Turn turn, VirtualTime time) {
        this.turn = turn;
        this.time = time;
    }

    /**
     * Lets all others run until they are at rest; then moves to the next deadline and repeats, as long as the predicate
     * accepts that deadline. The caller has the turn afterwards.
     *
     * @return whether there is a deadline left
     */
    boolean drive(LongPredicate goesOnTo) throws InterruptedException {
        turn.lock();
        try {
            Participant self = turn.beginDrive(false);
            try {
                OptionalLong next = nextDeadlineAtRest(self);
                while (next.isPresent() && goesOnTo.test(next.getAsLong())) {
                    moveTo(next.getAsLong());
                    turn.release(self);
                    next = nextDeadlineAtRest(self);
                }
                return next.isPresent();
            } finally {
                turn.endDrive(self);
            }
        } finally {
            turn.unlock();
        }
    }

    /**
     * Waits until all others are at rest, and returns the next deadline once the loops that sleep for it have confirmed
     * it.
     */
    private OptionalLong nextDeadlineAtRest(Participant self) throws InterruptedException {
        turn.awaitRest(self);
        requireAllBegan();
        OptionalLong next = turn.participants().nextDeadline(time.nanos());
        while (next.isPresent() && turn.participants().askStaleOnes(next.getAsLong())) {
            turn.release(self);
            turn.awaitRest(self);
            next = turn.participants().nextDeadline(time.nanos());
        }
        return next;
    }

    private void requireAllBegan() {
        List<String> stillborn = turn.participants().takeStillborn();
        if (!stillborn.isEmpty()) {
            throw new IllegalStateException("never run: " + String.join(", ", stillborn)
                    + "; the thread has ended before the loop could begin, see the thread factory that has made it");
        }
    }

    /** Takes the turn without letting a loop begin one, and returns which loops have something left to do. */
    List<String> workLeft() throws InterruptedException {
        turn.lock();
        try {
            Participant self = turn.beginDrive(true);
            try {
                turn.awaitRest(self);
                boolean asked = turn.participants().askStaleOnes(time.nanos() + Participant.HORIZON);
                if (turn.participants().askThoseWithNews() || asked) {
                    turn.release(self);
                    turn.awaitRest(self);
                }
                return turn.participants().stream()
                        .filter(other -> other != self && other.hasWork(time.nanos()))
                        .map(other -> other.describe(time.nanos()))
                        .toList();
            } finally {
                turn.endDrive(self);
            }
        } finally {
            turn.unlock();
        }
    }

    /** Moves time, and wakes the loops whose deadline has come. */
    void moveTo(long nanos) {
        turn.lock();
        try {
            time.moveTo(nanos);
            turn.participants().wakeDue(time.nanos());
        } finally {
            turn.unlock();
        }
    }

    /** What all others are doing. */
    List<String> describe() {
        turn.lock();
        try {
            Thread self = Carriages.ownerOf(Thread.currentThread());
            return turn.participants().stream()
                    .filter(other -> !other.thread.equals(self))
                    .map(other -> other.describe(time.nanos()))
                    .toList();
        } finally {
            turn.unlock();
        }
    }
}
