package dev.runloop;

import org.jspecify.annotations.Nullable;

/** What other threads put into the {@link Inbox} of a loop. */
abstract sealed class InboxEntry permits Membership, Block, Inbox.Reminder, Inbox.Sieve {
    // These belong to the inbox. The links are published by the compare-and-set that puts the entry on top.
    volatile int place; // whether it lies there
    int depth; // how many lie there up to this one

    @Nullable
    InboxEntry below; // once taken out: what comes after it

    /** Whether the loop need not look at it any more. Anyone. */
    boolean isStale() {
        return false;
    }
}
