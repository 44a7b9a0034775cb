package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What other threads have changed and the loop has not applied yet: a stack linked through its entries, which the loop
 * takes as a whole and reverses. An entry is pushed by one compare-and-set, so if a producer dies, its entry is either
 * there or not; nothing is ever half-finished.
 *
 * <p><em>A membership is in the inbox at most once.</em> Further changes made while it is there are seen when the loop
 * refreshes it. The producer changes the item and then checks whether the membership is here; the loop notes that it
 * has taken the membership out and then reads the item. All of these accesses are volatile, so either the loop sees the
 * change or the producer puts the membership here again. A producer claims the membership before it pushes it. Another
 * producer that finds it claimed cannot rely on that claim, since it may be about to wake the loop for something that
 * is not on the stack yet; it pushes a reminder instead.
 *
 * <p><em>Stale entries.</em> Items that have come and gone while the loop was not looking leave entries that no one
 * needs. When there are many, {@link #sift} replaces the whole stack by a sieve and puts into the sieve what is still
 * needed. The loop does not wait for that: if it comes first, it takes the original stack out of the sieve.
 *
 * <p>Happens-before: actions in a thread before {@code offer(x)} happen-before the {@code poll()} that returns
 * {@code x}, or, if {@code x} was here already, before what the loop does after that {@code poll()}.
 *
 * <p>{@link #poll} belongs to the loop's thread; the rest may be called by any thread.
 */
final class Inbox {
    // The kinds of places are in the low bits. The number of the claim is above them, so that a late producer cannot
    // mistake another's claim for its own.
    private static final int ABSENT = 0;
    private static final int CLAIMED = 1;
    private static final int PRESENT = 2;
    private static final int KIND = 3;
    private static final int NEXT_CLAIM = 4;

    private static final int MOST_STALE = 1 << 10;

    private static final VarHandle TOP = fieldVarHandle(lookup(), "top", VarHandle.class, Inbox.class, Change.class);
    private static final VarHandle STALE = fieldVarHandle(lookup(), "stale", VarHandle.class, Inbox.class, int.class);
    private static final VarHandle PLACE = fieldVarHandle(lookup(), "place", VarHandle.class, Change.class, int.class);

    private volatile @Nullable Change top;
    private volatile int stale; // roughly how many items have gone that may have entries here
    private @Nullable Change taken; // the loop's: taken out and not applied yet, the oldest first

    /** An entry of an inbox. */
    abstract static sealed class Change permits Membership, Block, Reminder, Sieve {
        // These belong to the inbox. The links are published by the compare-and-set that pushes the entry.
        volatile int place; // whether it is in the inbox
        int depth; // how many entries there are up to this one

        @Nullable
        Change below; // once taken out: the next entry

        /** Whether the loop no longer needs to see it. Any thread. */
        boolean isStale() {
            return false;
        }
    }

    /** Refers to a membership that was still being pushed when something about it changed again. */
    static final class Reminder extends Change {
        final Membership membership;

        Reminder(Membership membership) {
            this.membership = membership;
        }

        @Override
        boolean isStale() {
            return membership.isStale();
        }
    }

    /** What used to be the whole stack: its top, or an array of what was kept of it, the oldest first. */
    static final class Sieve extends Change {
        private static final VarHandle CONTENT =
                fieldVarHandle(lookup(), "content", VarHandle.class, Sieve.class, Object.class);

        volatile @Nullable Object content; // null: the loop has taken it

        Sieve(Change stack) {
            content = stack;
            depth = stack.depth;
        }

        @Nullable
        Object take() {
            return CONTENT.getAndSet(this, null);
        }

        boolean replace(Object stack, Change[] left) {
            return CONTENT.compareAndSet(this, stack, left);
        }
    }

    /** Whether nothing is here. A claim does not count: its producer notifies the loop after the push. */
    boolean isEmpty() {
        return top == null && taken == null;
    }

    /** Roughly how many entries are here. */
    int size() {
        Change seen = top;
        return seen == null ? 0 : seen.depth;
    }

    /** Adds a block. */
    void offer(Block block) {
        push(block);
    }

    /** Has the loop refresh a membership. */
    void offer(Membership membership) {
        int seen = membership.place;
        int claimed = (seen & ~KIND) + NEXT_CLAIM + CLAIMED;
        if ((seen & KIND) == ABSENT && PLACE.compareAndSet(membership, seen, claimed)) {
            try {
                push(membership);
            } catch (Throwable e) { // no stack left; what follows calls nothing
                membership.place = claimed & ~KIND;
                throw e;
            }
            PLACE.compareAndSet(membership, claimed, (claimed & ~KIND) + PRESENT);
        } else if ((membership.place & KIND) != PRESENT) {
            push(new Reminder(membership));
        }
    }

    private void push(Change entry) {
        Change seen;
        do {
            seen = top;
            entry.below = seen;
            entry.depth = seen == null ? 1 : seen.depth + 1;
        } while (!TOP.compareAndSet(this, seen, entry));
    }

    /** Takes out the oldest entry: a block, or a membership to refresh. Null if there is none. */
    @Nullable
    Change poll() {
        Change first = taken;
        if (first == null) {
            if (top == null) {
                return null;
            }
            first = takeAll();
            if (first == null) {
                return null;
            }
        }
        taken = first.below;
        first.below = null;
        if (first instanceof Reminder reminder) {
            return reminder.membership;
        }
        if (first instanceof Membership) {
            PLACE.getAndBitwiseAnd(first, ~KIND);
        }
        return first;
    }

    private @Nullable Change takeAll() {
        if (stale != 0) {
            stale = 0;
        }
        Change oldest = null;
        Object next = TOP.getAndSet(this, null);
        while (next != null) {
            switch (next) {
                case Sieve sieve -> next = sieve.take();
                case Change entry -> {
                    next = entry.below;
                    entry.below = oldest;
                    oldest = entry;
                }
                case Change[] left -> {
                    for (int i = left.length - 1; i >= 0; i--) {
                        left[i].below = oldest;
                        oldest = left[i];
                    }
                    next = null;
                }
                default -> throw new AssertionError(next);
            }
        }
        return oldest;
    }

    /** An item has gone whose entry may be here. True every now and then: it is time to sift. */
    boolean noteStale() {
        return (int) STALE.getAndAdd(this, 1) >= MOST_STALE + size() / 2 && (int) STALE.getAndSet(this, 0) != 0;
    }

    /** Drops the stale entries. */
    void sift() {
        Change stack = top;
        if (stack == null) {
            return;
        }
        var sieve = new Sieve(stack);
        if (!TOP.compareAndSet(this, stack, sieve)) {
            return; // the inbox is busy: some other time
        }
        List<Change> left = new ArrayList<>(); // the youngest first
        Object next = stack;
        while (next != null) {
            if (sieve.content != stack) {
                return; // the loop has taken it
            }
            switch (next) {
                case Sieve older -> next = older.content;
                case Change entry -> {
                    if (!entry.isStale()) {
                        left.add(entry);
                    }
                    next = entry.below;
                }
                case Change[] entries -> {
                    for (int i = entries.length - 1; i >= 0; i--) {
                        if (!entries[i].isStale()) {
                            left.add(entries[i]);
                        }
                    }
                    next = null;
                }
                default -> throw new AssertionError(next);
            }
        }
        if (sieve.replace(stack, left.reversed().toArray(Change[]::new))) {
            sieve.depth = left.size();
        }
    }
}
