package dev.runloop.internal;

/**
 * Limits how much input one perform takes before it returns to the pass. It limits what is read, not what comes of it: a peer
 * can send for hours what yields nothing, such as empty records, key updates or empty frames. Every loop over input begins
 * a turn, asks before each operation, and signals itself again when the turn is over, so another pass takes the rest.
 *
 * <p>A turn ends at the first limit it reaches; an operation in progress is completed. The first operation of a turn does not
 * read the clock. For one thread at a time.
 */
public final class Intake {
    /** Bytes per turn. */
    public static final int MOST_BYTES = 1 << 18;

    /** Operations per turn: reads, records, frames, connections. */
    public static final int MOST_OPERATIONS = 16;

    /** Nanoseconds per turn, for costly operations. */
    public static final long MOST_NANOS = 500_000;

    private long bytes;
    private int operations;
    private long start;

    /** Begins a turn. */
    public void begin() {
        bytes = 0;
        operations = 0;
    }

    /** Begins another operation if the turn allows one. Returns whether it does. */
    public boolean admits() {
        if (operations == 0) {
            operations = 1;
            return true;
        }
        if (operations == 1) {
            start = System.nanoTime(); // not before the first: a single operation need not pay for it
        } else if (System.nanoTime() - start >= MOST_NANOS) {
            return false;
        }
        return operations++ < MOST_OPERATIONS && bytes < MOST_BYTES;
    }

    /** The current operation has taken {@code count} bytes. */
    public void taken(int count) {
        bytes += count;
    }
}
