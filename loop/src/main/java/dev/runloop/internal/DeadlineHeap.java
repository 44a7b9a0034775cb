package dev.runloop.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Entries ordered by deadline, and by insertion where deadlines are equal: a 4-ary heap in two arrays.
 *
 * <p>With four children to a node the heap is half as deep as a binary one. Deadlines lie beside the entries rather than in
 * them, those of four siblings next to each other, so a step down costs one or two cache lines and never touches an entry.
 * To remove an entry from the middle without a search, use {@link IndexedDeadlineHeap}. The arrays shrink as the heap
 * empties.
 *
 * <p>Deadlines are nanoseconds of one clock and compared by subtraction: any two must be less than 2<sup>63</sup> apart.
 *
 * <p>Not thread-safe: it belongs to the loop's thread.
 *
 * @param <E> the type of the entries
 */
public sealed class DeadlineHeap<E> permits IndexedDeadlineHeap {

    /** Visits entries in no defined order. */
    @FunctionalInterface
    public interface Visitor<E> {
        /** Visits an entry. Returns the limit for the rest of the traversal: the given one or an earlier one. */
        long visit(E entry, long deadline, long limit);
    }

    private static final int SMALLEST = 4;
    private static final int ARITY_SHIFT = 2;

    private long[] keys = {}; // the deadline of entry i at 2 i, its rank among equal ones at 2 i + 1
    private @Nullable Object[] entries = {};
    private int size;
    private long nextSequence;
    private final LongUnaryOperator ranks;

    /** A heap that orders equal deadlines by rank: the nth insertion has the rank {@code ranks.applyAsLong(n)}. */
    public DeadlineHeap(LongUnaryOperator ranks) {
        this.ranks = ranks;
    }

    /** Whether the heap is empty. */
    public final boolean isEmpty() {
        return size == 0;
    }

    /** The number of entries. */
    public final int size() {
        return size;
    }

    /** The entry with the earliest deadline, or null. */
    public final @Nullable E first() {
        return size == 0 ? null : entry(0);
    }

    /** The entry at an index below {@link #size()}, to iterate over all of them. */
    public final E at(int index) {
        return entry(Objects.checkIndex(index, size));
    }

    /** The earliest deadline; the heap must not be empty. */
    public final long firstDeadline() {
        return deadlineAt(0);
    }

    /** Adds an entry behind those with the same deadline. */
    public final void add(E entry, long deadline) {
        if (size == entries.length) {
            resize(Math.max(SMALLEST, size << 1));
        }
        siftUp(size++, entry, deadline, nextRank());
    }

    /** Removes the entry at an index; another one may take its place. */
    public final void removeAt(int index) {
        left(at(index));
        int last = --size;
        E moved = entry(last);
        entries[last] = null;
        if (index != last) {
            reposition(index, moved, deadlineAt(last), rankAt(last));
        }
        if (size < entries.length >> ARITY_SHIFT && entries.length > SMALLEST) {
            resize(entries.length >> 1);
        }
    }

    /**
     * Visits every entry whose deadline is not after the limit, at a cost proportional to their number. The visitor must
     * not change the heap.
     *
     * @return the limit that the last visit returned
     */
    public final long visit(long limit, Visitor<? super E> visitor) {
        return size == 0 ? limit : visitFrom(0, limit, visitor);
    }

    /**
     * All entries, in no defined order. May be called by any thread, if entries can be read by any thread: entries that
     * move meanwhile may be missed or appear twice.
     */
    @SuppressWarnings("unchecked")
    public final List<E> snapshot() {
        List<E> all = new ArrayList<>(size);
        for (Object entry : entries) {
            if (entry != null) {
                all.add((E) entry);
            }
        }
        return all;
    }

    /** Called when an entry has moved to an index. */
    void placed(E entry, int index) {}

    /** Called before an entry leaves the heap. */
    void left(E entry) {}

    final long deadlineAt(int index) {
        return keys[index << 1];
    }

    private long rankAt(int index) {
        return keys[(index << 1) + 1];
    }

    private long nextRank() {
        return ranks.applyAsLong(nextSequence++);
    }

    /** Changes the deadline of the entry at an index; it goes behind those that have the deadline already. */
    final void moveAt(int index, long deadline) {
        reposition(index, entry(index), deadline, nextRank());
    }

    final boolean isBefore(int index, int other) {
        return isBefore(index, deadlineAt(other), rankAt(other));
    }

    private long visitFrom(int index, long limit, Visitor<? super E> visitor) {
        if (deadlineAt(index) - limit > 0) {
            return limit;
        }
        long rest = visitor.visit(entry(index), deadlineAt(index), limit);
        int firstChild = (index << ARITY_SHIFT) + 1;
        int end = Math.min(firstChild + (1 << ARITY_SHIFT), size);
        for (int child = firstChild; child < end; child++) {
            rest = visitFrom(child, rest, visitor);
        }
        return rest;
    }

    private void reposition(int index, E entry, long deadline, long rank) {
        if (index > 0 && !isBefore((index - 1) >> ARITY_SHIFT, deadline, rank)) {
            siftUp(index, entry, deadline, rank);
        } else {
            siftDown(index, entry, deadline, rank);
        }
    }

    private void siftUp(int from, E entry, long deadline, long rank) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) >> ARITY_SHIFT;
            if (isBefore(parent, deadline, rank)) {
                break;
            }
            put(index, entry(parent), deadlineAt(parent), rankAt(parent));
            index = parent;
        }
        put(index, entry, deadline, rank);
    }

    private void siftDown(int from, E entry, long deadline, long rank) {
        int index = from;
        for (int child = (index << ARITY_SHIFT) + 1; child < size; child = (index << ARITY_SHIFT) + 1) {
            int least = leastOfSiblings(child);
            if (!isBefore(least, deadline, rank)) {
                break;
            }
            put(index, entry(least), deadlineAt(least), rankAt(least));
            index = least;
        }
        put(index, entry, deadline, rank);
    }

    private int leastOfSiblings(int firstChild) {
        int end = Math.min(firstChild + (1 << ARITY_SHIFT), size);
        int least = firstChild;
        for (int child = firstChild + 1; child < end; child++) {
            if (isBefore(child, least)) {
                least = child;
            }
        }
        return least;
    }

    private boolean isBefore(int index, long deadline, long rank) {
        long difference = deadlineAt(index) - deadline;
        return difference < 0 || (difference == 0 && rankAt(index) < rank);
    }

    private void put(int index, E entry, long deadline, long rank) {
        entries[index] = entry;
        keys[index << 1] = deadline;
        keys[(index << 1) + 1] = rank;
        placed(entry, index);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // only an E is ever put in, and below size there is one everywhere
    private E entry(int index) {
        return (E) entries[index];
    }

    private void resize(int capacity) {
        keys = Arrays.copyOf(keys, capacity << 1);
        entries = Arrays.copyOf(entries, capacity);
    }
}
