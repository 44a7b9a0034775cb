package dev.runloop.internal;

import java.util.function.LongUnaryOperator;

/**
 * A {@link DeadlineHeap} whose entries know their places, so that each can be taken out or moved without a search, in
 * O(log n).
 *
 * <p>Not thread-safe: it belongs to the loop's thread.
 *
 * @param <E> the type of the entries; one is in at most one heap
 */
public final class IndexedDeadlineHeap<E extends IndexedDeadlineHeap.Entry> extends DeadlineHeap<E> {

    /** Something with a place in a heap. */
    public interface Entry {
        /** The index that the heap has set last. */
        int heapIndex();

        /** Stores the index for the heap: {@link #ABSENT} when the entry has left it. */
        void heapIndex(int index);
    }

    /** The index of an entry that is in no heap. */
    public static final int ABSENT = -1;

    /** A heap in which equal deadlines come in the order in which they were set. */
    public IndexedDeadlineHeap() {
        this(n -> n);
    }

    /** A heap in which of equal deadlines the nth has the rank {@code ranks.applyAsLong(n)}, lower ones first. */
    public IndexedDeadlineHeap(LongUnaryOperator ranks) {
        super(ranks);
    }

    /** The deadline of an entry that is in this heap. */
    public long deadlineOf(E entry) {
        return deadlineAt(entry.heapIndex());
    }

    /** Takes out an entry, if it is in. */
    public void remove(E entry) {
        if (entry.heapIndex() != ABSENT) {
            removeAt(entry.heapIndex());
        }
    }

    /** Gives an entry that is in this heap another deadline, behind those that have it already. */
    public void move(E entry, long deadline) {
        moveAt(entry.heapIndex(), deadline);
    }

    /** Compares two entries of this heap by deadline, then by insertion. */
    public int compare(E a, E b) {
        return isBefore(a.heapIndex(), b.heapIndex()) ? -1 : 1;
    }

    @Override
    void placed(E entry, int index) {
        entry.heapIndex(index);
    }

    @Override
    void left(E entry) {
        entry.heapIndex(ABSENT);
    }
}
