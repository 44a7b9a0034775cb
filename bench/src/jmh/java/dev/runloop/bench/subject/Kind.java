package dev.runloop.bench.subject;

/** What runs a subject's tasks. */
public enum Kind {
    /** A platform thread that sleeps when it has nothing to do. */
    PLATFORM,
    /** A virtual thread that sleeps when it has nothing to do. */
    VIRTUAL,
    /** A thread that spins and never sleeps: not a usable executor, but nothing can be faster. */
    LIMIT
}
