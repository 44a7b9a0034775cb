package dev.runloop.executors;

import java.util.concurrent.Semaphore;

/**
 * The permits of a bounded queue: one for each task that fits in, and one for the task that runs or is about to. Producers
 * acquire them; {@link TaskQueue} releases them.
 *
 * <p>Actions before a release happen-before those after the acquisition of that permit.
 */
final class Capacity extends Semaphore {
    /** The largest capacity; higher numbers of permits are left to {@link #open()}. */
    static final int MAX = 1 << 29;

    private static final long serialVersionUID = 1L;

    private final int capacity;

    Capacity(int capacity) {
        super(capacity + 1);
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    /** Takes a permit even if there is none; later tasks have to wait longer for one. */
    void squeeze() {
        reducePermits(1);
    }

    /** Releases all waiting threads. Called once, at the shutdown, of which these threads are to learn. */
    void open() {
        release(MAX);
    }
}
