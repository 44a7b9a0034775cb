package dev.runloop.executors;

/** A task of a group that lies in the queue of one loop, and that another may come to first; it is run once. */
interface Shareable extends Runnable {

    /** Whether nobody has begun to run it, and it is to be run. */
    boolean isToRun();
}
