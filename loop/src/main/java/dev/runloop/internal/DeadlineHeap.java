package dev.runloop.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Entries ordered by deadline, equal deadlines by insertion: a 4-ary heap in two arrays.
 *
 * <p>Four children to a node make the heap half as deep as a binary one, and the deadlines of four siblings lie side by
 * side, so the comparisons of a step down touch one cache line or two. As the deadlines lie beside the entries and not
 * in them, the entries themselves are not touched at all, not even when they move. A thread that has to take a certain entry
 * out of the middle without a search uses {@link IndexedDeadlineHeap}. The arrays shrink again as the heap empties.
 *
 * <p>Deadlines are nanoseconds of one clock and compared by subtraction: any two must be less than 2<sup>63</sup>
 * apart.
 *
 * <p>Not thread-safe: it belongs to the loop's thread.
 *
 * @param <E> the type of the entries
 */
public sealed class DeadlineHeap<E> permits IndexedDeadlineHeap {

    /** Looks at entries in no defined order. */
    @FunctionalInterface
    public interface Visitor<E> {
        /** Looks at one entry, and answers the limit for the rest of the visit: the given one or an earlier one. */
        long visit(E entry, long deadline, long limit);
    }

    private static final int SMALLEST = 4;
    private static final int ARITY_SHIFT = 2;

    private long[] keys = {}; // the deadline of entry i at 2 i, its rank among equal ones at 2 i + 1
    private @Nullable Object[] entries = {};
    private int size;
    private long nextSequence;
    private final LongUnaryOperator ranks;

    /** A heap in which of equal deadlines the nth has the rank {@code ranks.applyAsLong(n)}, lower ones first. */
    public DeadlineHeap(LongUnaryOperator ranks) {
        this.ranks = ranks;
    }

    /** Whether nothing is in the heap. */
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

    /** The entry at a place, from 0 to {@link #size()}: for looks at all, one after another. */
    public final E at(int index) {
        return entry(Objects.checkIndex(index, size));
    }

    /** The earliest deadline; the heap must not be empty. */
    public final long firstDeadline() {
        return deadlineAt(0);
    }

    /** Adds an entry, behind those with the same deadline. */
    public final void add(E entry, long deadline) {
        if (size == entries.length) {
            resize(Math.max(SMALLEST, size << 1));
        }
        siftUp(size++, entry, deadline, nextRank());
    }

    /** Takes out the entry at a place, where another one may be then. */
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
     * Shows the visitor every entry whose deadline is not after the limit, at a cost that grows with the number of
     * these only. The visitor must not change the heap.
     *
     * @return the limit as the last look has left it
     */
    public final long visit(long limit, Visitor<? super E> visitor) {
        return size == 0 ? limit : visitFrom(0, limit, visitor);
    }

    /**
     * All entries, in no defined order. This may be called from any thread: then those that change their place at this
     * moment may be missed or come twice, and an entry must be one that others may look at without more ado.
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

    /** An entry has come to a place. */
    void placed(E entry, int index) {}

    /** An entry is about to leave the heap. */
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

    /** Gives the entry at a place another deadline, behind those that have it already. */
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
