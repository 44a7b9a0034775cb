package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What other threads have changed and the loop has not looked at yet: a stack linked through its entries, which the loop
 * takes as a whole and turns round. An entry is put on top by one compare-and-set, so a producer that dies has put it
 * there or has not; nothing is ever half-finished.
 *
 * <p><em>A membership lies here once.</em> What changes while it does is seen when the loop looks at it. To make its
 * change, then to look whether the membership lies here; to note that it does no longer, then to look at the item: all
 * of these are volatile, so either the loop sees the change or the producer puts the membership here again. A producer
 * claims the membership before it puts it on top. Another that finds it claimed cannot rely on that, for it may be going
 * to wake the loop for what lies nowhere yet; it leaves a reminder.
 *
 * <p><em>What has come and gone</em> while the loop did not look is of no use to anybody. When there is much of it,
 * {@link #sift} puts a sieve in place of the whole stack, and what is still of use into the sieve. The loop does not
 * wait for that: if it comes earlier, it takes the stack out of the sieve as it was.
 *
 * <p>Happens-before: actions in a thread before {@code offer(x)} happen-before the {@code poll()} that answers {@code x},
 * or, where {@code x} lay here already, what the loop does after the {@code poll()} that does.
 *
 * <p>{@link #poll} belongs to the loop's thread, the rest is for everyone.
 */
final class Inbox {
    // Kinds of places. Above them stands the number of the claim, so that a late producer cannot mistake another's for
    // its own.
    private static final int ABSENT = 0;
    private static final int CLAIMED = 1;
    private static final int LYING = 2;
    private static final int KIND = 3;
    private static final int NEXT_CLAIM = 4;

    private static final int MOST_STALE = 1 << 10;

    private static final VarHandle TOP = fieldVarHandle(lookup(), "top", VarHandle.class, Inbox.class, Change.class);
    private static final VarHandle STALE = fieldVarHandle(lookup(), "stale", VarHandle.class, Inbox.class, int.class);
    private static final VarHandle PLACE = fieldVarHandle(lookup(), "place", VarHandle.class, Change.class, int.class);

    private volatile @Nullable Change top;
    private volatile int stale; // how many have gone that may lie here, about
    private @Nullable Change taken; // the loop's: what it has taken out and not looked at, the oldest first

    /** What other threads put into the inbox of a loop. */
    abstract static sealed class Change permits Membership, Block, Reminder, Sieve {
        // These belong to the inbox. The links are published by the compare-and-set that puts the entry on top.
        volatile int place; // whether it lies there
        int depth; // how many lie there up to this one

        @Nullable
        Change below; // once taken out: what comes after it

        /** Whether the loop need not look at it any more. Anyone. */
        boolean isStale() {
            return false;
        }
    }

    /** A membership that was on its way here when something about it changed again. */
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

    /** All that lay here once: the top of the stack, or what was left of it as an array, the oldest first. */
    static final class Sieve extends Change {
        private static final VarHandle CONTENT = fieldVarHandle(lookup(), "content", VarHandle.class, Sieve.class, Object.class);

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

    /** Whether nothing lies here. A claim is not counted: its producer looks after the loop when it has put it here. */
    boolean isEmpty() {
        return top == null && taken == null;
    }

    /** About how many lie here. */
    int size() {
        Change seen = top;
        return seen == null ? 0 : seen.depth;
    }

    /** Puts a block here. */
    void offer(Block block) {
        push(block);
    }

    /** Has the loop look at a membership again. */
    void offer(Membership membership) {
        int seen = membership.place;
        int claimed = (seen & ~KIND) + NEXT_CLAIM + CLAIMED;
        if ((seen & KIND) == ABSENT && PLACE.compareAndSet(membership, seen, claimed)) {
            try {
                push(membership);
            } catch (Throwable e) { // no stack; what follows calls nothing
                membership.place = claimed & ~KIND;
                throw e;
            }
            PLACE.compareAndSet(membership, claimed, (claimed & ~KIND) + LYING);
        } else if ((membership.place & KIND) != LYING) {
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

    /** The oldest that lies here: a block, or a membership to look at again. Null if there is none. */
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

    /** Something has gone that may lie here. True now and then: it is time to do something about it. */
    boolean noteStale() {
        return (int) STALE.getAndAdd(this, 1) >= MOST_STALE + size() / 2 && (int) STALE.getAndSet(this, 0) != 0;
    }

    /** Lets go of what is of no use any more. */
    void sift() {
        Change stack = top;
        if (stack == null) {
            return;
        }
        var sieve = new Sieve(stack);
        if (!TOP.compareAndSet(this, stack, sieve)) {
            return; // others are busy here: another time
        }
        List<Change> left = new ArrayList<>(); // the youngest first
        Object next = stack;
        while (next != null) {
            if (sieve.content != stack) {
                return; // the loop has come for it
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
