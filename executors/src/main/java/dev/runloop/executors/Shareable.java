package dev.runloop.executors;

/** A task of a group that lies in the queue of one loop but that another loop may run first. It runs once. */
interface Shareable extends Runnable {

    /** Whether it is still to be run and has not begun. */
    boolean isToRun();
}
