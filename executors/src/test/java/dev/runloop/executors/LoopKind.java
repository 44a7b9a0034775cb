package dev.runloop.executors;

/** The loops that an executor works on. */
enum LoopKind {
    /** A loop of its own, on a platform thread. */
    PLATFORM,
    /** A loop of its own, on a virtual thread. */
    VIRTUAL,
    /** A loop that somebody else runs. */
    BORROWED
}
