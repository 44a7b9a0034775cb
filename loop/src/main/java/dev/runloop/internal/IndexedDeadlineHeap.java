package dev.runloop.internal;

import java.util.function.LongUnaryOperator;

/**
 * A {@link DeadlineHeap} whose entries know their index, so that each can be removed or moved in O(log n), without a search.
 *
 * <p>Not thread-safe: it belongs to the loop's thread.
 *
 * @param <E> the type of the entries; each is in one heap at most
 */
public final class IndexedDeadlineHeap<E extends IndexedDeadlineHeap.Entry> extends DeadlineHeap<E> {

    /** Something that remembers its index in a heap. */
    public interface Entry {
        /** The index that was stored last. */
        int heapIndex();

        /** Stores the index; {@link #ABSENT} when the entry has left the heap. */
        void heapIndex(int index);
    }

    /** The index of an entry that is in no heap. */
    public static final int ABSENT = -1;

    /** A heap that orders equal deadlines by the time they were set. */
    public IndexedDeadlineHeap() {
        this(n -> n);
    }

    /** A heap that orders equal deadlines by rank: the nth insertion has the rank {@code ranks.applyAsLong(n)}. */
    public IndexedDeadlineHeap(LongUnaryOperator ranks) {
        super(ranks);
    }

    /** The deadline of an entry that is in this heap. */
    public long deadlineOf(E entry) {
        return deadlineAt(entry.heapIndex());
    }

    /** Removes an entry if it is in the heap. */
    public void remove(E entry) {
        if (entry.heapIndex() != ABSENT) {
            removeAt(entry.heapIndex());
        }
    }

    /** Changes the deadline of an entry of this heap; it goes behind those that have the deadline already. */
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
