package dev.runloop.bench.lincheck;

import dev.runloop.executors.UnrunTimers;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * Operations on the delayed tasks of an executor: any thread schedules and cancels them; the loop, whose time is an
 * argument, runs them. All have the same date and so run in the order in which they were scheduled: with different
 * dates, a task that arrives while another is being taken may be overtaken, which no contract forbids.
 */
@Param(name = "number", gen = IntGen.class, conf = "1:3")
@Param(name = "now", gen = IntGen.class, conf = "" + (TimerOperations.DATE - 1) + ":" + TimerOperations.DATE)
public class TimerOperations {
    static final int DATE = 5;
    static final int MOST = 3;

    private final UnrunTimers timers;

    public TimerOperations() {
        this(true);
    }

    /** @param takesTurn whether the loop takes its turn */
    TimerOperations(boolean takesTurn) {
        timers = new UnrunTimers(MOST, takesTurn);
    }

    @Operation(runOnce = true)
    public void schedule1() {
        timers.schedule(1, DATE);
    }

    @Operation(runOnce = true)
    public void schedule2() {
        timers.schedule(2, DATE);
    }

    @Operation(runOnce = true)
    public void schedule3() {
        timers.schedule(3, DATE);
    }

    @Operation
    public boolean cancel(@Param(name = "number") int number) {
        return timers.cancel(number);
    }

    @Operation(nonParallelGroup = "loop")
    public int runDue(@Param(name = "now") int now) {
        return timers.runDue(now);
    }

    @Validate
    public void nothingIsLeft() {
        timers.requireNothingLeft();
    }
}
