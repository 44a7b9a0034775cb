package dev.runloop.internal.trace;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last events of one loop: records of {@value #WORDS} longs, the oldest of which are overwritten. It grows as far as it
 * has to, so that a loop that does little takes little.
 *
 * <p>One thread writes and never waits. Others copy while it goes on. The writer claims a record, then writes it, then
 * counts it; a reader takes the count, then copies, then looks at the claims: what may have been overwritten meanwhile it
 * drops. So the words of a record that a reader keeps happened-before its look at the count, and no later write was seen in
 * them: a reader who had seen one would see its claim too.
 *
 * <pre>
 *   writer:  claimed = n   (fence)  words of n   count = n      (release)
 *   reader:  count         (acquire)  copy       (fence)  claimed
 * </pre>
 *
 * <p>Anyone may close it: what is read at that moment is kept, and all who read later read that. The writer stops as soon as
 * it sees so, and what it may still write is read by nobody.
 */
public final class TraceRing {
    /** How many longs a record has. */
    public static final int WORDS = 4;

    private static final int FIRST_CAPACITY = 64;
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle COUNT = fieldVarHandle(lookup(), "count", VarHandle.class, TraceRing.class, long.class);
    private static final VarHandle CLAIMED = fieldVarHandle(lookup(), "claimed", VarHandle.class, TraceRing.class, long.class);

    private final int most; // a power of two
    private volatile long[] words; // replaced by the writer, with a copy, as long as it grows

    @SuppressWarnings("UnusedVariable") // by its handle
    private long claimed; // how many records have been begun

    private long count; // how many records have been written
    private volatile @Nullable Contents atClose; // null until it is closed

    /**
     * What was read of it.
     *
     * @param words those of all records, the oldest first
     * @param dropped how many had been overwritten
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares it
    private record Contents(long[] words, long dropped) {}

    /**
     * A ring for so many records at most.
     *
     * @param most is made a power of two
     */
    public TraceRing(int most) {
        this.most = most <= 1 ? 1 : Integer.highestOneBit(most - 1) << 1;
        this.words = new long[Math.min(FIRST_CAPACITY, this.most) * WORDS];
    }

    /** How many records it keeps at most. */
    public int capacity() {
        return most;
    }

    /** The writer: one more record, unless it has been closed. */
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

    /** All that has been written so far is still in place, so a copy in a larger array is where it would be. */
    private long[] grow(long[] present) {
        long[] larger = new long[2 * present.length];
        System.arraycopy(present, 0, larger, 0, present.length);
        words = larger;
        return larger;
    }

    /** Anyone: takes no more. Who reads after this has returned always reads the same. */
    public synchronized void close() {
        if (atClose == null) {
            atClose = read();
        }
    }

    /** Anyone: gives the records that there are, the oldest first, each as an array that is used again for the next. */
    public void forEach(Consumer<long[]> reader) {
        long[] copy = contents().words;
        long[] event = new long[WORDS];
        for (int at = 0; at < copy.length; at += WORDS) {
            System.arraycopy(copy, at, event, 0, WORDS);
            reader.accept(event);
        }
    }

    /** Anyone: how many records have been overwritten. */
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
