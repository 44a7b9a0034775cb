package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Future.get in a task of the executor")
class FutureGetInATaskContractTest extends Contract {

    @EachExecutor
    void answersWhatIsDone(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Future<String> done = executor.submit(() -> "done");
        answer(done);

        assertEquals("done", answer(executor.submit(() -> done.get())));
    }

    @EachSerialExecutor
    @DiffersFromJdk(Difference.WAITING_ON_THE_OWN_LOOP)
    void refusesToWait(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Future<?> outer = executor.submit(() -> {
            Future<?> inner = executor.submit(NOTHING);
            assertThrows(IllegalStateException.class, inner::get);
        });

        answer(outer, subject.patience());
    }

    @EachSerialExecutor
    @DiffersFromJdk(Difference.WAITING_ON_THE_OWN_LOOP)
    void refusesToWaitForADelayedTask(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Future<?> outer = executor.submit(() -> {
            Future<?> inner = executor.schedule(NOTHING, 1, TimeUnit.MILLISECONDS);
            assertThrows(IllegalStateException.class, inner::get);
        });

        answer(outer, subject.patience());
    }

    @EachSerialExecutor
    @DiffersFromJdk(Difference.WAITING_ON_THE_OWN_LOOP)
    void refusesToWaitForTheTaskItself(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        List<Future<?>> self = new ArrayList<>();
        Roadblock roadblock = block(executor);
        self.add(executor.submit(() ->
                assertThrows(IllegalStateException.class, () -> self.getFirst().get())));
        roadblock.open();

        answer(self.getFirst(), subject.patience());
    }

    @EachExecutor
    void waitsForAnotherExecutor(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        ExecutorService other = open(subject);

        assertEquals(
                "other",
                answer(executor.submit(() -> other.submit(() -> "other").get())));
    }

    @EachSerialExecutor
    @DiffersFromJdk(Difference.WAITING_ON_THE_OWN_LOOP)
    void refusesToWaitForSomeTimeToo(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Future<Throwable> thrown = executor.submit(() -> {
            Future<?> inner = executor.submit(NOTHING);
            return assertThrows(Exception.class, () -> inner.get(1, TimeUnit.MILLISECONDS));
        });

        assertInstanceOf(IllegalStateException.class, answer(thrown));
    }
}
