package dev.runloop.executors;

import java.util.concurrent.Semaphore;

/**
 * The room in a queue that is to hold so many tasks and no more, and for the one that runs or is about to: a permit for
 * each task that still fits in. Producers take them; they are given back by {@link TaskQueue}.
 *
 * <p>Actions before a permit is given back happen-before those after it has been taken.
 */
final class Capacity extends Semaphore {
    /** As many as a queue may hold; beyond it there are the permits of {@link #open()}. */
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

    /** Makes room for one that is let in regardless: the next ones have to wait the longer. */
    void squeeze() {
        reducePermits(1);
    }

    /** Lets everybody in who waits; to be called once, when nothing more is taken in and they are to learn of it. */
    void open() {
        release(MAX);
    }
}
