package dev.runloop;

/**
 * The points of a run at which observers are called, in the order in which they come. Corresponds to
 * {@code CFRunLoopActivity}.
 */
public enum RunLoopActivity {
    /** A run begins; once a run, before its first pass. */
    ENTRY(1 << 0),
    /** A pass begins; timers will be looked at in it. */
    BEFORE_TIMERS(1 << 1),
    /** Blocks and signalled sources are about to be performed. */
    BEFORE_SOURCES(1 << 2),
    /**
     * The loop is about to wait. Called in each pass that has performed no source of kind 0 and does not only poll, also if
     * it turns out that there is no need to sleep: a wake-up has come, a timer is due, a source is ready. Then the loop goes
     * on at once.
     */
    BEFORE_WAITING(1 << 5),
    /**
     * The wait is over and what ended it has not been served yet. Comes once after each {@link #BEFORE_WAITING}, also if the
     * loop has not slept.
     */
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
