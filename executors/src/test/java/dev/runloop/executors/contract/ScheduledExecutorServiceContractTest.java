package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;

@DisplayName("ScheduledExecutorService.schedule")
class ScheduledExecutorServiceContractTest extends Contract {

    private static Throwable causeOf(Future<?> future) {
        return assertThrows(ExecutionException.class, () -> answer(future)).getCause();
    }

    @EachExecutor
    void runsARunnable(Subject subject) throws Exception {
        var ran = new CountDownLatch(1);
        var _ = open(subject).schedule(ran::countDown, 1, TimeUnit.MILLISECONDS);

        await(ran);
    }

    @EachExecutor
    void answersNullForARunnable(Subject subject) throws Exception {
        assertNull(answer(open(subject).schedule(NOTHING, 1, TimeUnit.MILLISECONDS)));
    }

    @EachExecutor
    void answersTheResultOfACallable(Subject subject) throws Exception {
        assertEquals("result", answer(open(subject).schedule(() -> "result", 1, TimeUnit.MILLISECONDS)));
    }

    @EachExecutor
    void runsATaskOnce(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        answer(executor.schedule(runs::incrementAndGet, 1, TimeUnit.MILLISECONDS));
        answer(executor.schedule(NOTHING, 5, TimeUnit.MILLISECONDS));

        assertEquals(1, runs.get());
    }

    @EachExecutor
    void neverRunsATaskBeforeItsDate(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        for (int millis = 0; millis < 10; millis++) {
            long start = System.nanoTime();
            long ran = answer(executor.schedule(System::nanoTime, millis, TimeUnit.MILLISECONDS));
            assertTrue(ran - start >= TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    @EachExecutor
    void takesADelayInEachShortUnit(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);

        assertEquals("ns", answer(executor.schedule(() -> "ns", 1, TimeUnit.NANOSECONDS)));
        assertEquals("us", answer(executor.schedule(() -> "us", 1, TimeUnit.MICROSECONDS)));
        assertEquals("ms", answer(executor.schedule(() -> "ms", 1, TimeUnit.MILLISECONDS)));
    }

    @EachExecutor
    void waitsForADelayInEachLongUnit(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        for (TimeUnit unit : List.of(TimeUnit.MINUTES, TimeUnit.HOURS, TimeUnit.DAYS)) {
            var _ = executor.schedule(runs::incrementAndGet, 10, unit);
        }

        answer(executor.schedule(NOTHING, 2, TimeUnit.MILLISECONDS));
        assertEquals(0, runs.get());
    }

    @EachExecutor
    void runsATaskWithoutDelay(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        for (TimeUnit unit : TimeUnit.values()) {
            assertEquals("now", answer(executor.schedule(() -> "now", 0, unit)));
        }
    }

    @EachExecutor
    void takesANegativeDelayForNone(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        for (TimeUnit unit : TimeUnit.values()) {
            assertEquals("now", answer(executor.schedule(() -> "now", -1, unit)));
        }
    }

    @EachExecutor
    void takesTheMostNegativeDelayForNone(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        for (TimeUnit unit : TimeUnit.values()) {
            assertEquals("now", answer(executor.schedule(() -> "now", Long.MIN_VALUE, unit)));
        }
    }

    @EachExecutor
    void takesTheLongestDelayForNever(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        for (TimeUnit unit : TimeUnit.values()) {
            var _ = executor.schedule(runs::incrementAndGet, Long.MAX_VALUE, unit);
        }

        answer(executor.schedule(NOTHING, 2, TimeUnit.MILLISECONDS));
        assertEquals(0, runs.get());
    }

    @EachExecutor
    void refusesANullRunnable(Subject subject) {
        ScheduledExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.schedule((Runnable) null, 1, TimeUnit.SECONDS));
    }

    @EachExecutor
    void refusesANullCallable(Subject subject) {
        ScheduledExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.schedule((Callable<?>) null, 1, TimeUnit.SECONDS));
    }

    @EachExecutor
    void refusesANullUnitForARunnable(Subject subject) {
        ScheduledExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.schedule(NOTHING, 1, null));
    }

    @EachExecutor
    void refusesANullUnitForACallable(Subject subject) {
        ScheduledExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.schedule(() -> "task", 1, null));
    }

    @EachExecutor
    void refusesANullUnitAlsoWithoutDelay(Subject subject) {
        ScheduledExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.schedule(NOTHING, 0, null));
    }

    @EachExecutor
    void wrapsAnException(Subject subject) {
        var thrown = new IOException("thrown by a task");

        assertSame(thrown, causeOf(open(subject).schedule(throwing(thrown), 1, TimeUnit.MILLISECONDS)));
    }

    @EachExecutor
    void wrapsAnError(Subject subject) {
        var thrown = new AssertionError("thrown by a task");

        assertSame(thrown, causeOf(open(subject).schedule(throwing(thrown), 1, TimeUnit.MILLISECONDS)));
    }

    @EachExecutor
    void wrapsTheExceptionOfARunnable(Subject subject) {
        var thrown = new IllegalStateException("thrown by a task");

        assertSame(thrown, causeOf(open(subject).schedule(failing(thrown), 1, TimeUnit.MILLISECONDS)));
    }

    @EachExecutor
    void tellsNobodyElseOfAnException(Subject subject) throws Exception {
        Queue<Throwable> reported = reported();
        ScheduledExecutorService executor = open(subject);
        var thrown = new IllegalStateException("thrown by a task");

        assertSame(thrown, causeOf(executor.schedule(failing(thrown), 1, TimeUnit.MILLISECONDS)));
        drain(executor);
        assertEquals(List.of(), List.copyOf(reported));
    }

    @EachExecutor
    void goesOnAfterAnException(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var _ = executor.schedule(failing(new IllegalStateException("thrown by a task")), 1, TimeUnit.MILLISECONDS);

        assertEquals("next", answer(executor.schedule(() -> "next", 2, TimeUnit.MILLISECONDS)));
    }

    @EachSerialExecutor
    void neverRunsATaskInTheCall(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        boolean ranInTheCall = answer(executor.submit(() -> {
            var ran = new AtomicBoolean();
            var _ = executor.schedule(() -> ran.set(true), 0, TimeUnit.SECONDS);
            return ran.get();
        }));

        assertFalse(ranInTheCall);
    }

    @EachSerialExecutor
    void runsDelayedTasksOnTheThreadOfTheOthers(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);

        assertEquals(
                answer(executor.submit(Thread::currentThread)),
                answer(executor.schedule(Thread::currentThread, 1, TimeUnit.MILLISECONDS)));
    }

    @EachExecutor
    void takesATaskFromATask(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var inner = new AtomicReference<Future<String>>();
        Runnable task = () -> inner.set(executor.schedule(() -> "inner", 1, TimeUnit.MILLISECONDS));
        answer(executor.submit(task));

        assertEquals("inner", answer(inner.get()));
    }

    @EachExecutor
    void takesATaskFromADelayedTask(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var inner = new AtomicReference<Future<String>>();
        Runnable task = () -> inner.set(executor.schedule(() -> "inner", 1, TimeUnit.MILLISECONDS));
        answer(executor.schedule(task, 1, TimeUnit.MILLISECONDS));

        assertEquals("inner", answer(inner.get()));
    }

    @EachExecutor
    void runsATaskThatSchedulesItselfAgain(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var runs = new CountDownLatch(10);
        Runnable task = new Runnable() {
            @Override
            public void run() {
                runs.countDown();
                if (runs.getCount() > 0) {
                    var _ = executor.schedule(this, 1, TimeUnit.MILLISECONDS);
                }
            }
        };
        var _ = executor.schedule(task, 0, TimeUnit.MILLISECONDS);

        await(runs);
    }

    @EachExecutor
    void runsTasksOfManyThreads(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        var runs = new CountDownLatch(400);
        for (int i = 0; i < 4; i++) {
            inThread(() -> {
                for (int n = 0; n < 100; n++) {
                    var _ = executor.schedule(runs::countDown, n % 5, TimeUnit.MILLISECONDS);
                }
            });
        }

        await(runs);
    }

    @EachExecutor
    void startsATaskWithoutAnInterrupt(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        executor.execute(() -> Thread.currentThread().interrupt());

        assertFalse(answer(executor.schedule(() -> Thread.currentThread().isInterrupted(), 1, TimeUnit.MILLISECONDS)));
    }

    @EachExecutor
    void showsATaskWhatItsProducerWroteAndWhoWaitsWhatItWrote(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        for (int i = 0; i < 50; i++) {
            var plain = new Plain();
            plain.value = i;
            ScheduledFuture<?> future = executor.schedule(() -> plain.value++, 10, TimeUnit.MICROSECONDS);
            answer(future);
            assertEquals(i + 1, plain.value);
        }
    }
}
