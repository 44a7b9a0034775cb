package dev.runloop.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Entries ordered by deadline, equal deadlines by insertion: a 4-ary heap in arrays, whose entries know their place.
 *
 * <p>Four children to a node make the heap half as deep as a binary one, and the deadlines of four siblings share a
 * cache line, so the comparisons of a step down touch one. As the deadlines lie beside the entries and not in them,
 * an entry itself is touched only when it moves. As each entry knows its index, it is removed from the middle without
 * a search: O(log n) for insertion, removal and change. The arrays shrink again as the heap empties.
 *
 * <p>Deadlines are nanoseconds of one clock and compared by subtraction: any two must be less than 2<sup>63</sup>
 * apart.
 *
 * <p>Not thread-safe: it belongs to the loop's thread.
 *
 * @param <E> the type of the entries; one is in at most one heap
 */
public final class DeadlineHeap<E extends DeadlineHeap.Entry> {

    /** Something with a place in a heap. */
    public interface Entry {
        /** The index that the heap has set last. */
        int heapIndex();

        /** Stores the index for the heap: {@link #ABSENT} when the entry has left it. */
        void heapIndex(int index);
    }

    /** Looks at entries in no defined order. */
    @FunctionalInterface
    public interface Visitor<E> {
        /** Looks at one entry, and answers the limit for the rest of the visit: the given one or an earlier one. */
        long visit(E entry, long deadline, long limit);
    }

    /** The index of an entry that is in no heap. */
    public static final int ABSENT = -1;

    private static final int SMALLEST = 4;
    private static final int ARITY_SHIFT = 2;

    private long[] deadlines = {};
    private long[] sequences = {};
    private @Nullable Entry[] entries = {};
    private int size;
    private long nextSequence;
    private final LongUnaryOperator ranks;

    /** A heap in which equal deadlines come in the order in which they were set. */
    public DeadlineHeap() {
        this(n -> n);
    }

    /** A heap in which of equal deadlines the nth has the rank {@code ranks.applyAsLong(n)}, lower ones first. */
    public DeadlineHeap(LongUnaryOperator ranks) {
        this.ranks = ranks;
    }

    /** Whether nothing is in the heap. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** The number of entries. */
    public int size() {
        return size;
    }

    /** The entry with the earliest deadline, or null. */
    public @Nullable E first() {
        return size == 0 ? null : entry(0);
    }

    /** The earliest deadline; the heap must not be empty. */
    public long firstDeadline() {
        return deadlines[0];
    }

    /** The deadline of an entry that is in this heap. */
    public long deadlineOf(E entry) {
        return deadlines[entry.heapIndex()];
    }

    /** Adds an entry that is in no heap, behind those with the same deadline. */
    public void add(E entry, long deadline) {
        if (size == deadlines.length) {
            resize(Math.max(SMALLEST, size << 1));
        }
        siftUp(size++, entry, deadline, nextRank());
    }

    private long nextRank() {
        return ranks.applyAsLong(nextSequence++);
    }

    /** Takes out an entry, if it is in. */
    public void remove(E entry) {
        int index = entry.heapIndex();
        if (index == ABSENT) {
            return;
        }
        entry.heapIndex(ABSENT);
        int last = --size;
        E moved = entry(last);
        entries[last] = null;
        if (index != last) {
            reposition(index, moved, deadlines[last], sequences[last]);
        }
        if (size < deadlines.length >> ARITY_SHIFT && deadlines.length > SMALLEST) {
            resize(deadlines.length >> 1);
        }
    }

    /** Gives an entry that is in this heap another deadline, behind those that have it already. */
    public void move(E entry, long deadline) {
        reposition(entry.heapIndex(), entry, deadline, nextRank());
    }

    /** Compares two entries of this heap by deadline, then by insertion. */
    public int compare(E a, E b) {
        return isBefore(a.heapIndex(), deadlines[b.heapIndex()], sequences[b.heapIndex()]) ? -1 : 1;
    }

    /**
     * Shows the visitor every entry whose deadline is not after the limit, at a cost that grows with the number of
     * these only. The visitor must not change the heap.
     *
     * @return the limit as the last look has left it
     */
    public long visit(long limit, Visitor<? super E> visitor) {
        return size == 0 ? limit : visitFrom(0, limit, visitor);
    }

    /**
     * All entries, in no defined order. This may be called from any thread: then those that change their place at this
     * moment may be missed or come twice, and an entry must be one that others may look at without more ado.
     */
    @SuppressWarnings("unchecked")
    public List<E> snapshot() {
        List<E> all = new ArrayList<>(size);
        for (Entry entry : entries) {
            if (entry != null) {
                all.add((E) entry);
            }
        }
        return all;
    }

    private long visitFrom(int index, long limit, Visitor<? super E> visitor) {
        if (deadlines[index] - limit > 0) {
            return limit;
        }
        long rest = visitor.visit(entry(index), deadlines[index], limit);
        int firstChild = (index << ARITY_SHIFT) + 1;
        int end = Math.min(firstChild + (1 << ARITY_SHIFT), size);
        for (int child = firstChild; child < end; child++) {
            rest = visitFrom(child, rest, visitor);
        }
        return rest;
    }

    private void reposition(int index, E entry, long deadline, long sequence) {
        if (index > 0 && !isBefore((index - 1) >> ARITY_SHIFT, deadline, sequence)) {
            siftUp(index, entry, deadline, sequence);
        } else {
            siftDown(index, entry, deadline, sequence);
        }
    }

    private void siftUp(int from, E entry, long deadline, long sequence) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) >> ARITY_SHIFT;
            if (isBefore(parent, deadline, sequence)) {
                break;
            }
            put(index, entry(parent), deadlines[parent], sequences[parent]);
            index = parent;
        }
        put(index, entry, deadline, sequence);
    }

    private void siftDown(int from, E entry, long deadline, long sequence) {
        int index = from;
        for (int child = (index << ARITY_SHIFT) + 1; child < size; child = (index << ARITY_SHIFT) + 1) {
            int least = leastOfSiblings(child);
            if (!isBefore(least, deadline, sequence)) {
                break;
            }
            put(index, entry(least), deadlines[least], sequences[least]);
            index = least;
        }
        put(index, entry, deadline, sequence);
    }

    private int leastOfSiblings(int firstChild) {
        int end = Math.min(firstChild + (1 << ARITY_SHIFT), size);
        int least = firstChild;
        for (int child = firstChild + 1; child < end; child++) {
            if (isBefore(child, deadlines[least], sequences[least])) {
                least = child;
            }
        }
        return least;
    }

    private boolean isBefore(int index, long deadline, long sequence) {
        long difference = deadlines[index] - deadline;
        return difference < 0 || (difference == 0 && sequences[index] < sequence);
    }

    private void put(int index, E entry, long deadline, long sequence) {
        entries[index] = entry;
        deadlines[index] = deadline;
        sequences[index] = sequence;
        entry.heapIndex(index);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // only an E is ever put in, and below size there is one everywhere
    private E entry(int index) {
        return (E) entries[index];
    }

    private void resize(int capacity) {
        deadlines = Arrays.copyOf(deadlines, capacity);
        sequences = Arrays.copyOf(sequences, capacity);
        entries = Arrays.copyOf(entries, capacity);
    }
}
