package dev.runloop.executors;

/** What stands in the queue of a loop of a group for tasks that lie in the queue of another one, too. */
sealed interface Spare extends Runnable permits AwaitedSpare, GroupShare.Visit {

    /** It does not wait any longer. */
    void drop();
}
