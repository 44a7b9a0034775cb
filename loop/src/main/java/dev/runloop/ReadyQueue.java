package dev.runloop;

import org.jspecify.annotations.Nullable;

/**
 * The sources of kind 1 of a mode that are ready, in the order in which they became so.
 *
 * <p>Not thread-safe: it belongs to the loop's thread.
 */
final class ReadyQueue extends MembershipList {
    boolean isEmpty() {
        return firstReady() == null;
    }

    /** The first that can be performed; those that another mode or loop has performed meanwhile are taken out. */
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
