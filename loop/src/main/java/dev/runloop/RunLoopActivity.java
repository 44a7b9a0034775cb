package dev.runloop;

/**
 * The points of a run at which observers are called, in the order in which they come. Answers to
 * {@code CFRunLoopActivity}.
 */
public enum RunLoopActivity {
    /** A run begins; once a run, before its first pass. */
    ENTRY(1 << 0),
    /** A pass begins; timers will be looked at in it. */
    BEFORE_TIMERS(1 << 1),
    /** Blocks and signalled sources are about to be performed. */
    BEFORE_SOURCES(1 << 2),
    /** The loop is about to sleep. Not called in a pass that only polls. */
    BEFORE_WAITING(1 << 5),
    /** The loop has slept and has not yet served what woke it. */
    AFTER_WAITING(1 << 6),
    /** A run ends; once a run, after its last pass. */
    EXIT(1 << 7);

    private final int bit; // the values of CFRunLoop.h

    RunLoopActivity(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }
}
