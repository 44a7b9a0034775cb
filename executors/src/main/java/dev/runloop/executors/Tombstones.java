package dev.runloop.executors;

import dev.runloop.internal.DeadlineHeap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tombstones of delayed tasks: how many there are, and when they are swept out of the heap.
 *
 * <p>Most delayed tasks are timeouts, and most timeouts are cancelled long before they are due. A thread that cancels
 * one does not take it out of the heap. It clears the references to what the task would have run, marks the task as a
 * <em>tombstone</em> with one compare-and-set, and counts it. Removing the task right away would need the drain lock,
 * which the loop and all other cancelling threads want too, and a random walk through memory to close the gap: 735 ns
 * in a heap of a million, 430 ns among 100,000. Leaving a tombstone costs a third of that, its share of the sweep
 * included, and the heap need not know where an entry lies.
 *
 * <p>A tombstone disappears
 * <ul>
 * <li>on its way into the heap, if it was cancelled that soon;
 * <li>when it reaches the top, because its date has come or all before it are gone;
 * <li>in a <em>sweep</em>: a pass over the whole heap, made in steps of bounded length, that drops every tombstone it meets.
 *     The slots are looked at in order, so this is a walk along the array.
 * </ul>
 *
 * <p>A sweep begins once half of all entries are tombstones, so each cancellation pays for about two looks. The cancelling
 * thread asks the loop for it; if the loop is busy or runs in other modes and three quarters have become tombstones, the
 * cancelling thread makes a step itself. A thousand tombstones are left to the loop in any case. While the executor holds
 * few tasks, a look at each costs next to nothing, so the cancelling thread sweeps at once and no tombstone stays.
 *
 * <p>Any thread may {@link #add} one and ask for the {@link #count}; the rest needs the {@linkplain DrainLock drain lock}.
 */
final class Tombstones {
    private static final int LOOKS_AT_ONCE = 1024;
    private static final int SPARED = LOOKS_AT_ONCE; // this many are left to the loop in any case

    private final DeadlineHeap<ScheduledTask<?>> heap;
    private final AtomicInteger added = new AtomicInteger(); // since the beginning, by cancelling threads
    private int dropped; // since the beginning
    private int nextSlot; // where the sweep goes on
    private int slotsLeft; // of the sweep that is under way; 0: none is

    Tombstones(DeadlineHeap<ScheduledTask<?>> heap) {
        this.heap = heap;
    }

    /** Any thread, after a task has become a tombstone: returns the running count of tombstones. */
    int add() {
        return added.incrementAndGet();
    }

    /** A task is taken from where it waits. Returns false if it was a tombstone, which has now disappeared. */
    boolean takeOut(ScheduledTask<?> task) {
        boolean isWhole = task.leaves();
        if (!isWhole) {
            dropped++;
        }
        return isWhole;
    }

    /** How many there are; an approximation without the lock. */
    int count() {
        return added.get() - dropped;
    }

    /** Whether there are so many among all entries that the loop should sweep. */
    boolean areMany(int all, boolean areFew) {
        int present = count();
        return present > 0 && (areFew || present >= all / 2);
    }

    /** Whether the loop has had its chance to sweep and has not taken it. */
    boolean areTooMany(int all) {
        return count() - SPARED >= all / 4 * 3;
    }

    boolean isSweeping() {
        return slotsLeft > 0;
    }

    void beginSweep() {
        slotsLeft = heap.size();
    }

    /** Makes one step of the sweep. */
    void sweep() {
        for (int i = 0; i < LOOKS_AT_ONCE && slotsLeft > 0; i++) {
            slotsLeft = heap.isEmpty() ? 0 : slotsLeft - 1;
            lookAtNext();
        }
    }

    private void lookAtNext() {
        if (nextSlot >= heap.size()) {
            nextSlot = 0;
        }
        ScheduledTask<?> task = heap.isEmpty() ? null : heap.at(nextSlot);
        if (task != null && task.isTombstone()) {
            heap.removeAt(nextSlot); // another entry is in this slot now
            var _ = takeOut(task);
        } else {
            nextSlot++;
        }
    }
}
