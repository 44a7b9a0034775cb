package dev.runloop;

import org.jspecify.annotations.Nullable;

/**
 * The sources of kind 1 of a mode that are ready, in the order in which they became so.
 *
 * <p>Not thread-safe: it belongs to the loop's thread.
 */
final class ReadyQueue {
    private final MembershipList list = new MembershipList();

    /** Appends, unless it is in the queue. */
    void add(Membership membership) {
        list.add(membership);
    }

    /** Takes out, if it is in the queue. */
    void remove(Membership membership) {
        list.remove(membership);
    }

    boolean isEmpty() {
        return first() == null;
    }

    /** The first that can be performed; those that another mode or loop has performed meanwhile are taken out. */
    @Nullable
    Membership first() {
        Membership next = list.first();
        while (next != null) {
            Membership membership = next;
            next = membership.listedAfter;
            var source = (Source1) membership.item;
            if (source.isReady()) {
                return membership;
            }
            if (!source.isSignalled()) {
                list.remove(membership);
            }
        }
        return null;
    }
}
