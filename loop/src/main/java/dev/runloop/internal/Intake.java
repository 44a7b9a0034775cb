package dev.runloop.internal;

/**
 * How much input one perform takes before it gives the pass back. What counts is what is taken, not what comes of it: a
 * peer decides what it sends, and can send for hours what yields nothing, such as empty records, changes of keys or
 * frames without content. Every loop over input begins a turn, asks before each operation, and arms itself again where
 * the turn is over, so that the rest is taken in another pass.
 *
 * <p>A turn ends at whichever limit comes first. An operation that has begun is finished. The first operation of a turn
 * costs no look at a clock. For one thread at a time.
 */
public final class Intake {
    /** How many bytes a turn takes. */
    public static final int MOST_BYTES = 1 << 18;

    /** How many operations a turn has: reads, records, frames, connections. */
    public static final int MOST_OPERATIONS = 16;

    /** How long a turn lasts, in nanoseconds, for operations that are costly. */
    public static final long MOST_NANOS = 500_000;

    private long bytes;
    private int operations;
    private long start;

    /** Begins a turn. */
    public void begin() {
        bytes = 0;
        operations = 0;
    }

    /** Whether the turn has room for another operation, which begins with this. */
    public boolean admits() {
        if (operations == 0) {
            operations = 1;
            return true;
        }
        if (operations == 1) {
            start = System.nanoTime(); // the first is not counted, so that what needs only one does not pay
        } else if (System.nanoTime() - start >= MOST_NANOS) {
            return false;
        }
        return operations++ < MOST_OPERATIONS && bytes < MOST_BYTES;
    }

    /** The present operation has taken so many bytes. */
    public void taken(int count) {
        bytes += count;
    }
}
