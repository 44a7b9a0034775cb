package dev.runloop.bench.lincheck;

/** The loop takes no turn, so another thread may clear tombstones at the same time. Must be caught. */
public class TimersOutOfTurn extends TimerOperations {
    public TimersOutOfTurn() {
        super(false);
    }
}
