package dev.runloop;

/**
 * The points of a run at which observers are called, in the order in which they come. Corresponds to
 * {@code CFRunLoopActivity}.
 */
public enum RunLoopActivity {
    /** A run begins; once for each run, before its first pass. */
    ENTRY(1 << 0),
    /** A pass begins; its timers have yet to fire. */
    BEFORE_TIMERS(1 << 1),
    /** Blocks and signalled sources are about to be performed. */
    BEFORE_SOURCES(1 << 2),
    /**
     * The loop is about to wait. Called in each pass that has performed no source of kind 0 and does not merely poll,
     * even if there turns out to be no need to sleep because a wake-up has arrived, a timer is due or a source is
     * ready. Then the loop continues at once.
     */
    BEFORE_WAITING(1 << 5),
    /**
     * The wait is over, and what ended it has not been served yet. Called once after each {@link #BEFORE_WAITING}, even
     * if the loop has not slept.
     */
    AFTER_WAITING(1 << 6),
    /** A run ends; once for each run, after its last pass. */
    EXIT(1 << 7);

    private final int bit; // the values of CFRunLoop.h

    RunLoopActivity(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }
}
