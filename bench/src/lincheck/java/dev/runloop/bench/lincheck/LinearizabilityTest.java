package dev.runloop.bench.lincheck;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Executors and their delayed tasks are linearizable: the results that several threads see could have come from running the
 * same operations in some order. Lincheck generates the scenarios. Those with delayed tasks are model-checked; those with executors are
 * stress-tested, because the model checker takes a thread that waits for its turn for a hang.
 *
 * <p>{@code -Drunloop.lincheck.scenarios} and {@code -Drunloop.lincheck.interleavings} (per scenario) make it longer.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LinearizabilityTest {
    private static final int SCENARIOS = Integer.getInteger("runloop.lincheck.scenarios", 5);
    private static final int INTERLEAVINGS = Integer.getInteger("runloop.lincheck.interleavings", 50);
    private static final int TRIALS_PER_INTERLEAVING = 10; // by threads, which meet at random
    private static final int SCENARIOS_OF_TWIN = 100; // it ends with the first that fails

    private static <O extends Options<O, ?>> O scenarios(
            O options, int count, int invocations, Class<?> specification) {
        return options.threads(2)
                .actorsBefore(2)
                .actorsPerThread(3)
                .actorsAfter(2)
                .minimizeFailedScenario(false)
                .iterations(count)
                .invocationsPerIteration(invocations)
                .sequentialSpecification(specification);
    }

    /** The scenario that matters most comes first: generated ones seldom hit the moment. */
    private static StressOptions trials(int count, Class<?> operations) {
        return scenarios(new StressOptions(), count, TRIALS_PER_INTERLEAVING * INTERLEAVINGS, ExecutorModel.class)
                .addCustomScenario(executeAgainstStop(operations));
    }

    private static ModelCheckingOptions interleavings(int count) {
        return scenarios(new ModelCheckingOptions(), count, INTERLEAVINGS, TimerModel.class);
    }

    private static ExecutionScenario executeAgainstStop(Class<?> operations) {
        return new ExecutionScenario(
                List.of(),
                List.of(
                        List.of(actor(operations, "shutdown"), actor(operations, "stop")),
                        List.of(
                                actor(operations, "execute", 1),
                                actor(operations, "execute", 2),
                                actor(operations, "execute", 3))),
                List.of(actor(operations, "runNext")),
                null);
    }

    private static Actor actor(Class<?> operations, String name, Object... arguments) {
        var method = Arrays.stream(operations.getMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return new Actor(method, List.of(arguments));
    }

    @Test
    @Order(1)
    @DisplayName("Tasks are executed, run and handed back, and executors shut down, as one after the other")
    void executorsAreLinearizable() {
        trials(SCENARIOS, ExecutorOperations.class).check(ExecutorOperations.class);
    }

    @Test
    @Order(2)
    @DisplayName("Delayed tasks are scheduled, cancelled and run as one after the other")
    void timersAreLinearizable() {
        interleavings(SCENARIOS).check(TimerOperations.class);
    }

    @Test
    @Order(4) // its threads may stay behind, and tests after it would see them
    @DisplayName("Delayed tasks that a loop takes out of its turn are caught")
    void brokenTimersAreCaught() {
        var options = interleavings(SCENARIOS_OF_TWIN);
        var error = assertThrows(LincheckAssertionError.class, () -> options.check(TimersOutOfTurn.class));
        String message = String.valueOf(error.getMessage()); // two threads that poll the queue at once may also hang
        assertTrue(message.contains("Invalid execution results") || message.contains("has hung"), message);
    }

    @Test
    @Order(3)
    @DisplayName("Executors whose producers look only once whether they are shut down are caught")
    void brokenExecutorsAreCaught() {
        var options = trials(SCENARIOS_OF_TWIN, ExecutorLookingOnce.class);
        var error = assertThrows(LincheckAssertionError.class, () -> options.check(ExecutorLookingOnce.class));
        assertTrue(String.valueOf(error.getMessage()).contains("Invalid execution results"), error.getMessage());
    }
}
