package dev.runloop.bench.lincheck;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The executor and its delayed tasks are linearizable: what any interleaving of their operations answers, some order of
 * the same operations answers too. Lincheck makes up scenarios and goes through interleavings of each; so a broken twin
 * fails in the same one each time.
 * Two threads, as with three the executor shows that to close its door and to end are two steps: another thread that was
 * refused may see no task, and yet one that had come to the door before is accepted.
 *
 * <p>{@code -Drunloop.lincheck.scenarios} and {@code -Drunloop.lincheck.interleavings} (of each) make it longer.
 */
class LinearizabilityTest {
    private static final int SCENARIOS = Integer.getInteger("runloop.lincheck.scenarios", 5);
    private static final int INTERLEAVINGS = Integer.getInteger("runloop.lincheck.interleavings", 50);
    private static final int SCENARIOS_OF_TWINS = 100; // a twin ends with the first in which it fails

    private static ModelCheckingOptions operations(int scenarios) {
        return new ModelCheckingOptions()
                .threads(2)
                .actorsBefore(2)
                .actorsPerThread(3)
                .actorsAfter(2)
                .minimizeFailedScenario(false)
                .iterations(scenarios)
                .invocationsPerIteration(INTERLEAVINGS);
    }

    @Test
    @DisplayName("Tasks are handed over, run, and handed back at the end as one after the other")
    void executorIsLinearizable() {
        operations(SCENARIOS).sequentialSpecification(ExecutorModel.class).check(ExecutorOperations.class);
    }

    @Test
    @DisplayName("An executor whose producers look once is caught")
    void brokenExecutorIsCaught() {
        var options = operations(SCENARIOS_OF_TWINS).sequentialSpecification(ExecutorModel.class);
        var error = assertThrows(LincheckAssertionError.class, () -> options.check(ExecutorLookingOnce.class));
        assertTrue(String.valueOf(error.getMessage()).contains("Invalid execution results"), error::getMessage);
    }

    @Test
    @DisplayName("Delayed tasks are scheduled, cancelled and run as one after the other")
    void timersAreLinearizable() {
        operations(SCENARIOS).sequentialSpecification(TimerModel.class).check(TimerOperations.class);
    }

    @Test
    @DisplayName("Delayed tasks that a loop takes out of its turn are caught")
    void brokenTimersAreCaught() {
        var options = operations(SCENARIOS_OF_TWINS).sequentialSpecification(TimerModel.class);
        var error = assertThrows(LincheckAssertionError.class, () -> options.check(TimersOutOfTurn.class));
        String message = String.valueOf(error.getMessage()); // two who take from the queue at once may also wait for ever
        assertTrue(message.contains("Invalid execution results") || message.contains("has hung"), message);
    }
}
