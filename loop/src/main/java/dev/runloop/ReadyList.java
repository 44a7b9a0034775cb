package dev.runloop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a mode that have something to do, in the order in which the loop learned of it: a list linked through
 * the memberships, so that adding and removing one neither allocates nor searches. A membership is in at most one such
 * list.
 *
 * <p>Not thread-safe: it belongs to the loop's thread.
 */
abstract sealed class ReadyList {
    private @Nullable Membership first;
    private @Nullable Membership last;
    private int size;

    @Nullable
    Membership first() {
        return first;
    }

    int size() {
        return size;
    }

    /** Appends a membership, unless it is in the list. */
    void add(Membership membership) {
        if (membership.isListed) {
            return;
        }
        membership.isListed = true;
        membership.listedBefore = last;
        if (last == null) {
            first = membership;
        } else {
            last.listedAfter = membership;
        }
        last = membership;
        size++;
    }

    /** Removes a membership; false if it is not in the list. */
    boolean remove(Membership membership) {
        if (!membership.isListed) {
            return false;
        }
        Membership before = membership.listedBefore;
        Membership after = membership.listedAfter;
        if (before == null) {
            first = after;
        } else {
            before.listedAfter = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.listedBefore = before;
        }
        membership.isListed = false;
        membership.listedBefore = null;
        membership.listedAfter = null;
        size--;
        return true;
    }

    /** The sources of kind 0 that are signalled. */
    static final class Source0s extends ReadyList {
        private static final Comparator<Membership> BY_ORDER_THEN_SIGNAL = (a, b) -> {
            int byOrder = Integer.compare(a.item.order(), b.item.order());
            return byOrder != 0
                    ? byOrder
                    : Long.signum(source(a).signalTime() - source(b).signalTime());
        };

        private int urgent; // how many of them the loop must perform before it sleeps
        private Membership @Nullable [] sorted; // in order, from next on; null if it has to be sorted again
        private int next;

        /** Whether the loop must not sleep before it has performed one of them. */
        boolean isUrgent() {
            return urgent > 0;
        }

        boolean isEmpty() {
            return first() == null;
        }

        /** Appends a membership, unless it is in the list, and notes whether it is urgent. */
        @Override
        void add(Membership membership) {
            super.add(membership);
            sorted = null;
            if (!membership.isUrgent && source(membership).isUrgent()) {
                membership.isUrgent = true;
                urgent++;
            }
        }

        @Override
        boolean remove(Membership membership) {
            boolean wasIn = super.remove(membership);
            if (isEmpty()) {
                sorted = null;
            }
            if (wasIn && membership.isUrgent) {
                membership.isUrgent = false;
                urgent--;
            }
            return wasIn;
        }

        /** Removes the only one, if there is exactly one: the common case, without an array. */
        @Nullable
        Membership takeOnly() {
            Membership only = size() == 1 ? first() : null;
            if (only != null) {
                remove(only);
            }
            return only;
        }

        /**
         * Removes the first in order, if there is one. The order is kept for the next call unless something is added,
         * so a thousand runs that perform one source each sort only once.
         */
        @Nullable
        Membership takeFirst() {
            Membership only = takeOnly();
            if (only != null || isEmpty()) {
                return only;
            }
            Membership[] present = sorted;
            if (present == null) {
                present = inOrder();
                sorted = present;
                next = 0;
            }
            while (next < present.length) {
                Membership first = present[next++];
                if (remove(first)) {
                    return first;
                }
            }
            return null;
        }

        /**
         * The signalled ones by ascending order, and by the time of their signals where that is equal. They stay in the
         * list, for nested runs to find; those that another mode or loop has performed in the meantime are removed.
         */
        Membership[] inOrder() {
            List<Membership> signalled = new ArrayList<>(size());
            Membership next = first();
            while (next != null) {
                Membership membership = next;
                next = membership.listedAfter;
                if (source(membership).isSignalled()) {
                    signalled.add(membership);
                } else {
                    remove(membership);
                }
            }
            signalled.sort(BY_ORDER_THEN_SIGNAL);
            return signalled.toArray(Membership[]::new);
        }

        static Source0 source(Membership membership) {
            return (Source0) membership.item;
        }
    }

    /** The sources of kind 1 that are ready, in the order in which they became so. */
    static final class Source1s extends ReadyList {
        boolean isEmpty() {
            return firstReady() == null;
        }

        /**
         * The first that can be performed. Those that another mode or loop has performed in the meantime are removed.
         */
        @Nullable
        Membership firstReady() {
            Membership next = first();
            while (next != null) {
                Membership membership = next;
                next = membership.listedAfter;
                var source = (Source1) membership.item;
                if (source.isReady()) {
                    return membership;
                }
                if (!source.isSignalled()) {
                    remove(membership);
                }
            }
            return null;
        }
    }
}
