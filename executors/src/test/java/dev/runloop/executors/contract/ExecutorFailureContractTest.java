package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;

@DisplayName("An Executor, when a task throws,")
class ExecutorFailureContractTest extends Contract {
    private final RuntimeException thrown = new IllegalStateException("thrown by a task");
    private final Error error = new AssertionError("thrown by a task");

    @EachExecutor
    void goesOn(Subject subject) throws Exception {
        reported();
        ExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            executor.execute(failing(thrown));
            executor.execute(runs::incrementAndGet);
        }

        drain(executor);
        assertEquals(100, runs.get());
    }

    @EachExecutor
    void goesOnAfterAnError(Subject subject) throws Exception {
        reported();
        ExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        executor.execute(() -> {
            throw error;
        });
        executor.execute(runs::incrementAndGet);

        drain(executor);
        assertEquals(1, runs.get());
    }

    @EachSerialExecutor
    void keepsItsThread(Subject subject) throws Exception {
        reported();
        ExecutorService executor = open(subject);
        Thread before = answer(executor.submit(Thread::currentThread));
        executor.execute(failing(thrown));

        assertEquals(before, answer(executor.submit(Thread::currentThread)));
    }

    @EachSerialExecutor
    void keepsTheOrderOfTheOthers(Subject subject) throws Exception {
        reported();
        ExecutorService executor = open(subject);
        List<Integer> ran = new ArrayList<>();
        Roadblock roadblock = block(executor);
        executor.execute(() -> ran.add(1));
        executor.execute(failing(thrown));
        executor.execute(() -> ran.add(2));
        executor.execute(() -> ran.add(3));
        roadblock.open();

        drain(executor);
        assertEquals(List.of(1, 2, 3), ran);
    }

    @EachExecutor
    void terminatesAsEver(Subject subject) throws Exception {
        reported();
        ExecutorService executor = open(subject);
        executor.execute(failing(thrown));
        executor.shutdown();

        awaitEnd(executor);
    }

    @EachExecutor
    @DiffersFromJdk(Difference.EXCEPTIONS_OF_EXECUTE)
    void tellsTheExceptionHandler(Subject subject) throws Exception {
        Queue<Throwable> reported = reported();
        ExecutorService executor = open(subject);
        executor.execute(failing(thrown));

        drain(executor);
        assertEquals(List.of(thrown), List.copyOf(reported));
    }

    @EachExecutor
    @DiffersFromJdk(Difference.EXCEPTIONS_OF_EXECUTE)
    void tellsTheExceptionHandlerAnError(Subject subject) throws Exception {
        Queue<Throwable> reported = reported();
        ExecutorService executor = open(subject);
        executor.execute(() -> {
            throw error;
        });

        drain(executor);
        assertEquals(List.of(error), List.copyOf(reported));
    }

    @EachSerialExecutor
    @DiffersFromJdk(Difference.EXCEPTIONS_OF_EXECUTE)
    void tellsTheExceptionHandlerEachException(Subject subject) throws Exception {
        Queue<Throwable> reported = reported();
        ExecutorService executor = open(subject);
        executor.execute(failing(thrown));
        executor.execute(NOTHING);
        executor.execute(failing(thrown));

        drain(executor);
        assertEquals(List.of(thrown, thrown), List.copyOf(reported));
    }
}
