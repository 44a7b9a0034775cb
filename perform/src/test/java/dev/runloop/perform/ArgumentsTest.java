package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.runloop.RunLoopMode;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Bad arguments")
class ArgumentsTest extends PerformTest {
    private static final Thread HERE = Thread.currentThread();
    private static final Runnable BODY = Thread::onSpinWait;
    private static final Callable<String> CALL = () -> "call";

    private static Arguments call(String name, String argument, Executable call) {
        return argumentSet(name, argument, call);
    }

    static Stream<Arguments> nulls() {
        return Stream.of(
                call("onThread", "thread", () -> Perform.onThread(null, BODY)),
                call("onThread", "body", () -> Perform.onThread(HERE, (Runnable) null)),
                call("onThread with modes", "thread", () -> Perform.onThread(null, Set.of(RunLoopMode.DEFAULT), BODY)),
                call("onThread with modes", "modes", () -> Perform.onThread(HERE, null, BODY)),
                call(
                        "onThread with modes",
                        "body",
                        () -> Perform.onThread(HERE, Set.of(RunLoopMode.DEFAULT), (Runnable) null)),
                call("onThreadAndWait", "thread", () -> Perform.onThreadAndWait(null, CALL)),
                call("onThreadAndWait", "body", () -> Perform.onThreadAndWait(HERE, (Callable<?>) null)),
                call("onThreadAndWait with modes", "modes", () -> Perform.onThreadAndWait(HERE, null, CALL)),
                call("onMainThread", "body", () -> Perform.onMainThread((Runnable) null)),
                call("onMainThreadAndWait", "body", () -> Perform.onMainThreadAndWait((Callable<?>) null)),
                call("executor", "thread", () -> Perform.executor(null)),
                call("executor", "modes", () -> Perform.executor(HERE, (RunLoopMode[]) null)),
                call("execute", "command", () -> Perform.executor(HERE).execute(null)));
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void nullIsRefusedByTheNameOfTheArgument(String argument, Executable call) {
        var refusal = assertThrows(NullPointerException.class, call);

        assertEquals(argument, refusal.getMessage());
    }
}
