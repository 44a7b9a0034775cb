package dev.runloop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signalled sources of a mode in the order in which the loop heard of them: a list linked through the
 * memberships, so that entering and leaving it allocate nothing and search nothing.
 *
 * <p>Not thread-safe: it belongs to the loop's thread.
 */
final class ReadyList {
    private static final Comparator<Membership> BY_ORDER_THEN_SIGNAL = (a, b) -> {
        int byOrder = Integer.compare(a.item.order(), b.item.order());
        return byOrder != 0
                ? byOrder
                : Long.signum(source(a).signalTime() - source(b).signalTime());
    };

    private @Nullable Membership first;
    private @Nullable Membership last;
    private int size;
    private int urgent; // how many of them must not be slept on

    /** Whether one of them must not be slept on. */
    boolean isUrgent() {
        return urgent > 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Appends, unless it is in the list, and notes whether it is urgent. */
    void add(Membership membership) {
        if (!membership.isReady) {
            append(membership);
        }
        if (!membership.isUrgent && source(membership).isUrgent()) {
            membership.isUrgent = true;
            urgent++;
        }
    }

    private void append(Membership membership) {
        membership.isReady = true;
        membership.readyBefore = last;
        if (last == null) {
            first = membership;
        } else {
            last.readyAfter = membership;
        }
        last = membership;
        size++;
    }

    /** Takes out, if it is in the list. */
    void remove(Membership membership) {
        if (!membership.isReady) {
            return;
        }
        Membership before = membership.readyBefore;
        Membership after = membership.readyAfter;
        if (before == null) {
            first = after;
        } else {
            before.readyAfter = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.readyBefore = before;
        }
        urgent -= membership.isUrgent ? 1 : 0;
        membership.isUrgent = false;
        membership.isReady = false;
        membership.readyBefore = null;
        membership.readyAfter = null;
        size--;
    }

    /** Takes out the only one, if there is just one: the common case, without an array. */
    @Nullable
    Membership takeOnly() {
        Membership only = size == 1 ? first : null;
        if (only != null) {
            remove(only);
        }
        return only;
    }

    /**
     * Those that are signalled, by ascending order, equal ones by the time of their signals. They stay in the list, for
     * nested runs to find; those that another mode or loop has performed meanwhile are taken out.
     */
    Membership[] inOrder() {
        List<Membership> signalled = new ArrayList<>(size);
        Membership next = first;
        while (next != null) {
            Membership membership = next;
            next = membership.readyAfter;
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
