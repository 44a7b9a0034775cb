package dev.runloop.bench.lincheck;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Executors and their delayed tasks are linearizable: what several threads are answered, some order of the same operations
 * answers too. Lincheck makes up scenarios. Of those with delayed tasks it goes through interleavings itself; executors it
 * has threads try, as it takes a thread that waits for its turn for one that hangs.
 *
 * <p>{@code -Drunloop.lincheck.scenarios} and {@code -Drunloop.lincheck.interleavings} (of each) make it longer.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LinearizabilityTest {
    private static final int SCENARIOS = Integer.getInteger("runloop.lincheck.scenarios", 5);
    private static final int INTERLEAVINGS = Integer.getInteger("runloop.lincheck.interleavings", 50);
    private static final int TRIALS_AN_INTERLEAVING = 10; // by threads, where they meet as they like
    private static final int SCENARIOS_OF_TWIN = 100; // it ends with the first in which it fails

    private static StressOptions trials(int scenarios) {
        return new StressOptions()
                .threads(2)
                .actorsBefore(2)
                .actorsPerThread(3)
                .actorsAfter(2)
                .minimizeFailedScenario(false)
                .iterations(scenarios)
                .invocationsPerIteration(TRIALS_AN_INTERLEAVING * INTERLEAVINGS)
                .sequentialSpecification(ExecutorModel.class);
    }

    private static ModelCheckingOptions interleavings(int scenarios) {
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
    @DisplayName("Tasks are executed, run and handed back, and executors shut down, as one after the other")
    void executorsAreLinearizable() {
        trials(SCENARIOS).check(ExecutorOperations.class);
    }

    @Test
    @Order(2)
    @DisplayName("Delayed tasks are scheduled, cancelled and run as one after the other")
    void timersAreLinearizable() {
        interleavings(SCENARIOS).check(TimerOperations.class);
    }

    @Test
    @Order(4) // as its threads may stay behind, and whatever came then would hear of them
    @DisplayName("Delayed tasks that a loop takes out of its turn are caught")
    void brokenTimersAreCaught() {
        var options = interleavings(SCENARIOS_OF_TWIN);
        var error = assertThrows(LincheckAssertionError.class, () -> options.check(TimersOutOfTurn.class));
        String message =
                String.valueOf(error.getMessage()); // two who take from the queue at once may also wait for ever
        assertTrue(message.contains("Invalid execution results") || message.contains("has hung"), message);
    }

    @Test
    @Order(3)
    @DisplayName("Executors whose producers look only once whether they are shut down are caught")
    void brokenExecutorsAreCaught() {
        var options = trials(SCENARIOS_OF_TWIN);
        var error = assertThrows(LincheckAssertionError.class, () -> options.check(ExecutorLookingOnce.class));
        assertTrue(String.valueOf(error.getMessage()).contains("Invalid execution results"), error.getMessage());
    }
}
