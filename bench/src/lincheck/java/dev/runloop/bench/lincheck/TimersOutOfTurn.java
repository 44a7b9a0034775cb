package dev.runloop.bench.lincheck;

/** The loop takes no turn, so that a thread that clears tombstones away does so at the same time. Must be caught. */
public class TimersOutOfTurn extends TimerOperations {
    /** No tasks. */
    public TimersOutOfTurn() {
        super(false);
    }
}
