package dev.runloop.internal.trace;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The latest events of one loop: records of {@value #WORDS} longs, the oldest of which are overwritten. It grows on demand, so
 * a loop that does little takes little memory.
 *
 * <p>One thread writes and never waits; others copy meanwhile. The writer claims a record, writes it, and then counts it. A
 * reader takes the count, copies, and then looks at the claims: it drops what may have been overwritten meanwhile. So the
 * words of a record that a reader keeps were written before the count it saw, and none was overwritten, since a reader that
 * sees a later write sees its claim too.
 *
 * <pre>
 *   writer:  claimed = n   (fence)  words of n   count = n      (release)
 *   reader:  count         (acquire)  copy       (fence)  claimed
 * </pre>
 *
 * <p>Any thread may close it, which freezes what is read at that moment for all later readers. The writer stops as soon as it
 * sees that; whatever it still writes is never read.
 */
public final class TraceRing {
    /** How many longs a record has. */
    public static final int WORDS = 4;

    private static final int FIRST_CAPACITY = 64;
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle COUNT =
            fieldVarHandle(lookup(), "count", VarHandle.class, TraceRing.class, long.class);
    private static final VarHandle CLAIMED =
            fieldVarHandle(lookup(), "claimed", VarHandle.class, TraceRing.class, long.class);

    private final int most; // a power of two
    private volatile long[] words; // replaced by the writer with a larger copy as it grows

    @SuppressWarnings("UnusedVariable") // by its handle
    private long claimed; // the number of records begun

    private long count; // the number of records written
    private volatile @Nullable Contents atClose; // null until it is closed

    /**
     * A consistent copy.
     *
     * @param words of all records, oldest first
     * @param dropped the number of overwritten records
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Contents(long[] words, long dropped) {}

    /**
     * An empty ring.
     *
     * @param most the maximum number of records, rounded up to a power of two
     */
    public TraceRing(int most) {
        this.most = most <= 1 ? 1 : Integer.highestOneBit(most - 1) << 1;
        this.words = new long[Math.min(FIRST_CAPACITY, this.most) * WORDS];
    }

    /** The maximum number of records. */
    public int capacity() {
        return most;
    }

    /** For the writer: adds a record, unless the ring has been closed. */
    public void add(long first, long second, long third, long fourth) {
        if (atClose != null) {
            return;
        }
        long number = count;
        long[] present = words;
        if (number >= present.length / WORDS && present.length / WORDS < most) {
            present = grow(present);
        }
        CLAIMED.setOpaque(this, number + 1);
        VarHandle.storeStoreFence();
        int at = (int) (number & (present.length / WORDS - 1)) * WORDS;
        WORD.setOpaque(present, at, first);
        WORD.setOpaque(present, at + 1, second);
        WORD.setOpaque(present, at + 2, third);
        WORD.setOpaque(present, at + 3, fourth);
        COUNT.setRelease(this, number + 1);
    }

    /** Nothing has been overwritten so far, so every record has the same index in a larger array. */
    private long[] grow(long[] present) {
        long[] larger = new long[2 * present.length];
        System.arraycopy(present, 0, larger, 0, present.length);
        words = larger;
        return larger;
    }

    /** Closes the ring; all reads after this return the same. Thread-safe. */
    public synchronized void close() {
        if (atClose == null) {
            atClose = read();
        }
    }

    /** Passes each record to {@code reader}, oldest first, in an array that is reused. Thread-safe. */
    public void forEach(Consumer<long[]> reader) {
        long[] copy = contents().words;
        long[] event = new long[WORDS];
        for (int at = 0; at < copy.length; at += WORDS) {
            System.arraycopy(copy, at, event, 0, WORDS);
            reader.accept(event);
        }
    }

    /** The number of overwritten records. Thread-safe. */
    public long dropped() {
        Contents closed = atClose;
        return closed != null ? closed.dropped : dropped((long) COUNT.getAcquire(this));
    }

    private long dropped(long count) {
        return Math.max(0, count - most);
    }

    private Contents contents() {
        Contents closed = atClose;
        return closed != null ? closed : read();
    }

    private Contents read() {
        long end = (long) COUNT.getAcquire(this);
        long[] seen = words;
        int capacity = seen.length / WORDS;
        long first = Math.max(0, end - capacity);
        long[] copy = new long[(int) (end - first) * WORDS];
        for (int i = 0; i < copy.length; i++) {
            int from = (int) ((first + i / WORDS) & (capacity - 1)) * WORDS + i % WORDS;
            copy[i] = (long) WORD.getOpaque(seen, from);
        }
        VarHandle.loadLoadFence();
        long untouched = (long) CLAIMED.getOpaque(this) - capacity;
        int torn = (int) Math.clamp(untouched - first, 0, end - first);
        return new Contents(torn == 0 ? copy : Arrays.copyOfRange(copy, torn * WORDS, copy.length), dropped(end));
    }
}
