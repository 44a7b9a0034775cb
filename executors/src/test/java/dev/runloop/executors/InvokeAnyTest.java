package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("invokeAny")
class InvokeAnyTest extends ExecutorTest {
    private static final Callable<String> THROWING = () -> {
        throw new IllegalStateException("thrown by a task");
    };

    @ParameterizedTest
    @EnumSource
    void answersTheResultOfATask(LoopKind kind) throws Exception {
        assertEquals("only", open(kind).invokeAny(List.of(() -> "only")));
    }

    @ParameterizedTest
    @EnumSource
    void answersTheFirstResultThatIsNotAnException(LoopKind kind) throws Exception {
        assertEquals("good", open(kind).invokeAny(List.of(THROWING, () -> "good")));
    }

    @ParameterizedTest
    @EnumSource
    void throwsTheLastExceptionIfAllTasksThrow(LoopKind kind) {
        var last = new IllegalArgumentException("thrown by the last task");
        Callable<String> throwingLast = () -> {
            throw last;
        };
        RunLoopExecutor executor = open(kind);

        var failure = assertThrows(ExecutionException.class, () -> executor.invokeAny(List.of(THROWING, throwingLast)));
        assertSame(last, failure.getCause());
    }

    @ParameterizedTest
    @EnumSource
    void refusesNoTasks(LoopKind kind) {
        RunLoopExecutor executor = open(kind);

        assertThrows(IllegalArgumentException.class, () -> executor.invokeAny(List.<Callable<String>>of()));
    }

    @ParameterizedTest
    @EnumSource
    void refusesNullAmongTheTasks(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Roadblock roadblock = block(executor); // else the first result may come before the null is seen
        List<Callable<String>> tasks = Arrays.asList(() -> "task", null);

        assertThrows(NullPointerException.class, () -> executor.invokeAny(tasks));
        assertThrows(NullPointerException.class, () -> executor.invokeAny(tasks, 1, TimeUnit.SECONDS));
        roadblock.open();
    }

    @ParameterizedTest
    @EnumSource
    void givesUpWhenTheTimeIsUp(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Roadblock roadblock = block(executor);

        assertThrows(TimeoutException.class, () -> executor.invokeAny(List.of(() -> "late"), 1, TimeUnit.MILLISECONDS));
        roadblock.open();
    }

    @ParameterizedTest
    @EnumSource
    void answersInTimeWhatEndsInTime(LoopKind kind) throws Exception {
        assertEquals("in time", open(kind).invokeAny(List.of(() -> "in time"), 1, TimeUnit.HOURS));
    }

    @ParameterizedTest
    @EnumSource
    void refusesToWaitOnItsOwnLoop(LoopKind kind) {
        RunLoopExecutor executor = open(kind);
        Future<?> outer = executor.submit(() -> executor.invokeAny(List.of(() -> "never")));

        var failure = assertThrows(ExecutionException.class, outer::get);
        assertInstanceOf(IllegalStateException.class, failure.getCause());
    }

    @ParameterizedTest
    @EnumSource
    void refusesToWaitOnItsOwnLoopForALimitedTimeToo(LoopKind kind) {
        RunLoopExecutor executor = open(kind);
        Future<?> outer = executor.submit(() -> executor.invokeAny(List.of(() -> "never"), 1, TimeUnit.HOURS));

        var failure = assertThrows(ExecutionException.class, outer::get);
        assertInstanceOf(IllegalStateException.class, failure.getCause());
    }
}
