package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopThread;
import dev.runloop.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How one tests what uses a scheduled executor: a debouncer, a retry with back-off, and a timeout. */
class VirtualTimeExampleTest {
    private final VirtualClock clock = VirtualClock.create();
    private final RunLoopExecutor executor =
            RunLoopExecutors.newLoop(RunLoopThread.ofVirtual().name("worker").clock(clock));

    @AfterEach
    void nothingIsLeft() {
        executor.shutdown();
        clock.runUntilIdle();
        clock.requireNoWorkLeft();
        assertTrue(executor.isTerminated());
    }

    // ---- debounce ----

    /** Hands on the last of a row of values, when none has come for a while. Used on the executor only. */
    static final class Debouncer<T> {
        private final ScheduledExecutorService executor;
        private final Duration quiet;
        private final Consumer<T> receiver;
        private Future<?> pending = CompletableFuture.completedFuture(null);

        Debouncer(ScheduledExecutorService executor, Duration quiet, Consumer<T> receiver) {
            this.executor = executor;
            this.quiet = quiet;
            this.receiver = receiver;
        }

        void put(T value) {
            pending.cancel(false);
            pending = executor.schedule(() -> receiver.accept(value), quiet.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    @Test
    void aDebouncerHandsOnTheLastValue() {
        List<String> searches = new ArrayList<>();
        var debouncer = new Debouncer<String>(executor, Duration.ofMillis(300), searches::add);
        for (String typed : List.of("r", "ru", "run")) {
            executor.execute(() -> debouncer.put(typed));
            clock.advance(Duration.ofMillis(200));
        }
        assertEquals(List.of(), searches);

        clock.advance(Duration.ofMillis(100));
        assertEquals(List.of("run"), searches);
    }

    // ---- retry ----

    /** Calls until there is no exception, at most so often, waiting twice as long each time. */
    static <T> CompletableFuture<T> retry(
            ScheduledExecutorService executor, int tries, Duration pause, Callable<T> call) {
        var result = new CompletableFuture<T>();
        executor.execute(() -> attempt(executor, tries, pause, call, result));
        return result;
    }

    private static <T> void attempt(
            ScheduledExecutorService executor,
            int tries,
            Duration pause,
            Callable<T> call,
            CompletableFuture<T> result) {
        try {
            result.complete(call.call());
        } catch (Exception e) {
            if (tries == 1) {
                result.completeExceptionally(e);
            } else {
                var _ = executor.schedule(
                        () -> attempt(executor, tries - 1, pause.multipliedBy(2), call, result),
                        pause.toNanos(),
                        TimeUnit.NANOSECONDS);
            }
        }
    }

    @Test
    void aRetryWaitsTwiceAsLongEachTime() throws Exception {
        List<Long> calledAt = new ArrayList<>();
        CompletableFuture<String> answer = retry(executor, 5, Duration.ofSeconds(1), () -> {
            calledAt.add(clock.elapsed().toSeconds());
            if (calledAt.size() < 4) {
                throw new IllegalStateException("not yet");
            }
            return "answer";
        });

        assertEquals("answer", clock.await(answer));
        assertEquals(List.of(0L, 1L, 3L, 7L), calledAt);
    }

    @Test
    void aRetryGivesUp() {
        CompletableFuture<String> answer = retry(executor, 3, Duration.ofSeconds(1), () -> {
            throw new IllegalStateException("never");
        });

        var failure = assertThrows(ExecutionException.class, () -> clock.await(answer));
        assertEquals("never", failure.getCause().getMessage());
        assertEquals(Duration.ofSeconds(3), clock.elapsed());
    }

    // ---- timeout ----

    /** Fails a future that is not done in time. */
    static <T> CompletableFuture<T> within(
            ScheduledExecutorService executor, Duration limit, CompletableFuture<T> future) {
        var _ = executor.schedule(
                () -> future.completeExceptionally(new TimeoutException("not within " + limit)),
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
        return future;
    }

    @Test
    void aTimeoutFailsWhatIsLate() {
        var late = within(executor, Duration.ofMinutes(1), new CompletableFuture<String>());

        clock.advance(Duration.ofSeconds(59));
        assertFalse(late.isDone());
        clock.advance(Duration.ofSeconds(1));
        assertTrue(late.exceptionNow() instanceof TimeoutException);
    }

    @Test
    void aTimeoutLeavesAloneWhatIsInTime() throws Exception {
        var answer = within(executor, Duration.ofMinutes(1), new CompletableFuture<String>());
        var _ = executor.schedule(() -> answer.complete("answer"), 30, TimeUnit.SECONDS);

        assertEquals("answer", clock.await(answer));
        assertEquals(Duration.ofSeconds(30), clock.elapsed());
        assertTrue(clock.advanceUntilIdle(Duration.ofMinutes(1)));
        assertEquals("answer", answer.get());
    }
}
