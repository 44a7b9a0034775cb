package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Bad arguments")
class ArgumentsTest extends ExecutorTest {
    private static final Runnable TASK = Thread::onSpinWait;
    private static final Collection<Callable<String>> NO_TASKS = null;

    /** A call with a null argument. */
    @FunctionalInterface
    interface Call {
        void on(RunLoopExecutor executor) throws Exception;
    }

    private static Arguments call(String name, String argument, Call call) {
        return argumentSet(name, argument, call);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // none of these calls returns
    static Stream<Arguments> nulls() {
        return Stream.of(
                call("execute", "task", e -> e.execute(null)),
                call("submit of a runnable", "task", e -> e.submit((Runnable) null)),
                call("submit of a runnable with a result", "task", e -> e.submit(null, "result")),
                call("submit of a callable", "task", e -> e.submit((Callable<?>) null)),
                call("invokeAll", "tasks", e -> e.invokeAll(NO_TASKS)),
                call("invokeAny", "tasks", e -> e.invokeAny(NO_TASKS)),
                call("schedule of a runnable", "task", e -> e.schedule((Runnable) null, 1, TimeUnit.DAYS)),
                call("schedule of a callable", "task", e -> e.schedule((Callable<?>) null, 1, TimeUnit.DAYS)),
                call("schedule without a unit", "unit", e -> e.schedule(TASK, 1, null)),
                call("fixed rate", "task", e -> e.scheduleAtFixedRate(null, 1, 1, TimeUnit.DAYS)),
                call("fixed rate without a unit", "unit", e -> e.scheduleAtFixedRate(TASK, 1, 1, null)),
                call("fixed delay", "task", e -> e.scheduleWithFixedDelay(null, 1, 1, TimeUnit.DAYS)),
                call("fixed delay without a unit", "unit", e -> e.scheduleWithFixedDelay(TASK, 1, 1, null)),
                call("awaitTermination", "unit", e -> e.awaitTermination(1, null)));
    }

    static Stream<Arguments> nullsOfTheFactories() {
        return Stream.of(
                argumentSet("newPlatformLoop", "name", run(() -> RunLoopExecutors.newPlatformLoop(null))),
                argumentSet("newVirtualLoop", "name", run(() -> RunLoopExecutors.newVirtualLoop(null))),
                argumentSet("newLoop", "builder", run(() -> RunLoopExecutors.newLoop(null))),
                argumentSet("on", "loop", run(() -> RunLoopExecutors.on(null))),
                argumentSet(
                        "on without modes",
                        "modes",
                        run(() -> RunLoopExecutors.on(RunLoop.current(), (RunLoopMode[]) null))),
                argumentSet(
                        "on with a null mode",
                        "mode",
                        run(() -> RunLoopExecutors.on(RunLoop.current(), RunLoopMode.DEFAULT, null))));
    }

    private static Executable run(Executable executable) {
        return executable;
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void nullIsRefusedByTheNameOfTheArgument(String argument, Call call) {
        RunLoopExecutor executor = open(LoopKind.PLATFORM);

        assertNames(argument, assertThrows(NullPointerException.class, () -> call.on(executor)));
    }

    @ParameterizedTest
    @MethodSource("nullsOfTheFactories")
    void nullIsRefusedByTheNameOfTheArgumentOfAFactory(String argument, Executable call) {
        assertNames(argument, assertThrows(NullPointerException.class, call));
    }

    private static void assertNames(String argument, NullPointerException refusal) {
        assertTrue(String.valueOf(refusal.getMessage()).startsWith(argument), () -> "message: " + refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aPeriodThatIsNotPositiveIsRefusedByItsValue(long period) {
        RunLoopExecutor executor = open(LoopKind.PLATFORM);

        var refusal = assertThrows(
                IllegalArgumentException.class, () -> executor.scheduleAtFixedRate(TASK, 1, period, TimeUnit.SECONDS));
        assertEquals("period is not positive: " + period, refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aDelayBetweenRunsThatIsNotPositiveIsRefusedByItsValue(long delay) {
        RunLoopExecutor executor = open(LoopKind.PLATFORM);

        var refusal = assertThrows(
                IllegalArgumentException.class,
                () -> executor.scheduleWithFixedDelay(TASK, 1, delay, TimeUnit.SECONDS));
        assertEquals("delay is not positive: " + delay, refusal.getMessage());
    }

    @Test
    void aRefusedCallLeavesTheExecutorAsItWas() throws Exception {
        RunLoopExecutor executor = open(LoopKind.PLATFORM);

        assertThrows(NullPointerException.class, () -> executor.execute(null));
        assertEquals("works", executor.submit(() -> "works").get());
    }
}
