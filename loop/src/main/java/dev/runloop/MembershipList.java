package dev.runloop;

import org.jspecify.annotations.Nullable;

/**
 * Memberships in the order of their arrival: a list linked through the memberships, so that entering and leaving it
 * allocate nothing and search nothing. A membership is in one such list at most.
 *
 * <p>Not thread-safe: it belongs to the loop's thread.
 */
sealed class MembershipList permits ReadyList, ReadyQueue {
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

    /** Appends, unless it is in the list. */
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

    /** Takes out; false if it is not in the list. */
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
}
