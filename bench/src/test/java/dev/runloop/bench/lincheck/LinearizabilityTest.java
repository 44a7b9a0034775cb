package dev.runloop.bench.lincheck;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The delayed tasks of executors are linearizable: what any interleaving of their operations answers, some order of the
 * same operations answers too. Lincheck makes up scenarios and goes through interleavings of each; so a broken twin fails
 * in the same one each time.
 *
 * <p>{@code -Drunloop.lincheck.scenarios} and {@code -Drunloop.lincheck.interleavings} (of each) make it longer.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LinearizabilityTest {
    private static final int SCENARIOS = Integer.getInteger("runloop.lincheck.scenarios", 5);
    private static final int INTERLEAVINGS = Integer.getInteger("runloop.lincheck.interleavings", 50);
    private static final int SCENARIOS_OF_TWIN = 100; // it ends with the first in which it fails

    private static ModelCheckingOptions operations(int scenarios) {
        return new ModelCheckingOptions()
                .threads(2)
                .actorsBefore(2)
                .actorsPerThread(3)
                .actorsAfter(2)
                .minimizeFailedScenario(false)
                .iterations(scenarios)
                .invocationsPerIteration(INTERLEAVINGS)
                .sequentialSpecification(TimerModel.class);
    }

    @Test
    @Order(1)
    @DisplayName("Delayed tasks are scheduled, cancelled and run as one after the other")
    void timersAreLinearizable() {
        operations(SCENARIOS).check(TimerOperations.class);
    }

    @Test
    @Order(2) // as its threads may stay behind, and whatever came then would hear of them
    @DisplayName("Delayed tasks that a loop takes out of its turn are caught")
    void brokenTimersAreCaught() {
        var options = operations(SCENARIOS_OF_TWIN);
        var error = assertThrows(LincheckAssertionError.class, () -> options.check(TimersOutOfTurn.class));
        String message =
                String.valueOf(error.getMessage()); // two who take from the queue at once may also wait for ever
        assertTrue(message.contains("Invalid execution results") || message.contains("has hung"), message);
    }
}
