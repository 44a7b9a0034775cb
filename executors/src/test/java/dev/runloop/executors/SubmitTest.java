package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("submit")
class SubmitTest extends ExecutorTest {

    @ParameterizedTest
    @EnumSource
    void answersWhatACallableAnswers(LoopKind kind) throws Exception {
        assertEquals("result", open(kind).submit(() -> "result").get());
    }

    @ParameterizedTest
    @EnumSource
    void answersNullForARunnable(LoopKind kind) throws Exception {
        assertNull(open(kind).submit(() -> {}).get());
    }

    @ParameterizedTest
    @EnumSource
    void answersTheGivenResultForARunnable(LoopKind kind) throws Exception {
        assertEquals("given", open(kind).submit(() -> {}, "given").get());
    }

    @ParameterizedTest
    @EnumSource
    void answersNullWhereACallableAnswersNull(LoopKind kind) throws Exception {
        assertNull(open(kind).submit(() -> null).get());
    }

    @ParameterizedTest
    @EnumSource
    void givesTheExceptionOfATaskToTheOneWhoWaits(LoopKind kind) {
        var thrown = new IOException("thrown by a task");
        Future<?> future = open(kind).submit(() -> {
            throw thrown;
        });

        assertSame(thrown, assertThrows(ExecutionException.class, future::get).getCause());
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheExceptionOfATaskFromTheExceptionHandler(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Queue<Throwable> exceptions = exceptionsOf(executor.loop());
        var _ = executor.submit(() -> {
            throw new IOException("thrown by a task");
        });

        drain(executor);
        assertEquals(List.of(), List.copyOf(exceptions));
    }

    @ParameterizedTest
    @EnumSource
    void keepsItsPlaceAmongTheTasksOfExecute(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<Integer> ran = new ArrayList<>();
        executor.execute(() -> ran.add(1));
        var _ = executor.submit(() -> ran.add(2));
        executor.execute(() -> ran.add(3));

        drain(executor);
        assertEquals(List.of(1, 2, 3), ran);
    }

    @ParameterizedTest
    @EnumSource
    void showsTheOneWhoWaitsWhatTheTaskWrote(LoopKind kind) throws Exception {
        int[] plain = new int[1];
        open(kind).submit(() -> plain[0] = 42).get();

        assertEquals(42, plain[0]);
    }

    @ParameterizedTest
    @EnumSource
    void stopsWaitingWhenTheTimeIsUp(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Roadblock roadblock = block(executor);
        Future<String> future = executor.submit(() -> "late");

        assertThrows(TimeoutException.class, () -> future.get(1, TimeUnit.MILLISECONDS));
        roadblock.open();
        assertEquals("late", future.get());
    }

    @ParameterizedTest
    @EnumSource
    void neverRunsATaskThatIsCancelledBefore(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Roadblock roadblock = block(executor);
        var ran = new AtomicBoolean();
        Future<?> future = executor.submit(() -> ran.set(true));

        assertTrue(future.cancel(false));
        roadblock.open();

        drain(executor);
        assertFalse(ran.get());
        assertThrows(CancellationException.class, future::get);
    }

    @ParameterizedTest
    @EnumSource
    void refusesToWaitOnItsOwnLoop(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var refused = new AtomicReference<Throwable>();
        executor.execute(() -> {
            Future<?> never = executor.submit(() -> {});
            refused.set(assertThrows(IllegalStateException.class, never::get));
        });

        drain(executor);
        assertTrue(assertInstanceOf(IllegalStateException.class, refused.get())
                .getMessage()
                .contains("get()"));
    }

    @ParameterizedTest
    @EnumSource
    void answersOnItsOwnLoopWhatIsDone(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Future<String> done = executor.submit(() -> "done");

        assertEquals("done", executor.submit(() -> done.get()).get());
    }

    @ParameterizedTest
    @EnumSource
    void mayWaitOnTheLoopOfAnother(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        RunLoopExecutor other = open(LoopKind.VIRTUAL);

        assertEquals(
                "other",
                executor.submit(() -> other.submit(() -> "other").get()).get());
    }
}
