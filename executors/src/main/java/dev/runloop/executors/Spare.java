package dev.runloop.executors;

/** An entry in the queue of one loop for tasks of the group that are in the queue of another. */
sealed interface Spare extends Runnable permits AwaitedSpare, GroupShare.Visit {

    /** It no longer waits. */
    void drop();
}
