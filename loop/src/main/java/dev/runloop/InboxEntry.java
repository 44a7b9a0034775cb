package dev.runloop;

/** What other threads put into the inbox of a loop. */
sealed interface InboxEntry permits Membership, Block {}
