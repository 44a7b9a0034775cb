package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A task for which there is no room")
class OverflowPolicyTest extends ExecutorTest {
    private final Queue<Runnable> discarded = new ConcurrentLinkedQueue<>();

    private RunLoopExecutor open(ThreadKind kind, int capacity, OverflowPolicy policy) {
        RunLoopExecutorBuilder builder = RunLoopExecutor.builder();
        RunLoopExecutor executor = (kind == ThreadKind.PLATFORM ? builder.platform() : builder.virtual())
                .capacity(capacity, policy)
                .onDiscard(discarded::add)
                .build();
        closing((AutoCloseable) () -> {
            executor.shutdownNow();
            executor.close();
        });
        return executor;
    }

    /** One with room for two tasks, which are there. */
    private RunLoopExecutor full(ThreadKind kind, OverflowPolicy policy, List<String> ran) throws Exception {
        RunLoopExecutor executor = open(kind, 2, policy);
        roadblock = block(executor);
        executor.execute(() -> ran.add("first"));
        executor.execute(() -> ran.add("second"));
        return executor;
    }

    private Roadblock roadblock;

    @ParameterizedTest
    @EnumSource
    void isRejected(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = full(kind, OverflowPolicy.ABORT, new ArrayList<>());

        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        assertThrows(RejectedExecutionException.class, () -> executor.submit(() -> {}));
        assertEquals(2, executor.queuedTaskCount());
    }

    @ParameterizedTest
    @EnumSource
    void findsRoomOnceOthersHaveRun(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = full(kind, OverflowPolicy.ABORT, new ArrayList<>());
        roadblock.open();
        Awaitility.await().atMost(PATIENCE).until(() -> executor.queuedTaskCount() == 0);

        for (int i = 0; i < 1_000; i++) {
            drain(executor);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRunByTheCaller(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = full(kind, OverflowPolicy.CALLER_RUNS, new ArrayList<>());

        assertSame(
                Thread.currentThread(), executor.submit(Thread::currentThread).get());
    }

    @ParameterizedTest
    @EnumSource
    void isCancelledAndTold(ThreadKind kind) throws Exception {
        List<String> ran = new ArrayList<>();
        RunLoopExecutor executor = full(kind, OverflowPolicy.DISCARD, ran);
        Future<?> future = executor.submit(() -> ran.add("third"));

        assertTrue(future.isCancelled());
        assertEquals(List.of(future), List.copyOf(discarded));
        roadblock.open();
        executor.close();
        assertEquals(List.of("first", "second"), ran);
    }

    @ParameterizedTest
    @EnumSource
    void takesThePlaceOfTheOldest(ThreadKind kind) throws Exception {
        List<String> ran = new ArrayList<>();
        RunLoopExecutor executor = full(kind, OverflowPolicy.DISCARD_OLDEST, ran);
        executor.execute(() -> ran.add("third"));

        assertEquals(1, discarded.size());
        roadblock.open();
        executor.close();
        assertEquals(List.of("second", "third"), ran);
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheExceptionHandlerIfThereIsNoHook(ThreadKind kind) throws Exception {
        Queue<Throwable> told = new ConcurrentLinkedQueue<>();
        RunLoopExecutor executor = closing(RunLoopExecutor.builder()
                .exceptionHandler((thread, exception) -> told.add(exception))
                .capacity(1, OverflowPolicy.DISCARD)
                .build());
        Roadblock running = block(executor);
        executor.execute(() -> {});
        executor.execute(() -> {});
        running.open();

        assertEquals(RejectedExecutionException.class, told.remove().getClass());
    }

    @ParameterizedTest
    @EnumSource
    void isRejectedAndNotDiscardedIfItIsAStageOfAFuture(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = full(kind, OverflowPolicy.DISCARD, new ArrayList<>());

        assertThrows(RejectedExecutionException.class, () -> CompletableFuture.runAsync(() -> {}, executor));
        CompletableFuture<Void> dependent =
                CompletableFuture.completedFuture("").thenRunAsync(() -> {}, executor);
        assertThrows(CompletionException.class, dependent::join);
    }

    @ParameterizedTest
    @EnumSource
    void waitsForRoom(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind, 2, OverflowPolicy.BLOCK);
        var most = new AtomicInteger();
        var ran = new AtomicInteger();
        for (int producer = 0; producer < 4; producer++) {
            start(ThreadKind.PLATFORM, () -> {
                for (int i = 0; i < 5_000; i++) {
                    executor.execute(() -> {
                        ran.incrementAndGet();
                        most.accumulateAndGet(executor.queuedTaskCount(), Math::max);
                    });
                }
            });
        }

        Awaitility.await().atMost(PATIENCE).until(() -> ran.get() == 20_000);
        assertTrue(most.get() <= 2, () -> "queued: " + most);
    }

    @ParameterizedTest
    @EnumSource
    void isRejectedWhenItsProducerIsInterruptedWaiting(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = full(kind, OverflowPolicy.BLOCK, new ArrayList<>());
        var interruptIsSeen = new AtomicReference<Boolean>();
        Thread producer = start(ThreadKind.PLATFORM, () -> {
            assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
            interruptIsSeen.set(Thread.interrupted());
        });
        producer.interrupt();

        assertTrue(producer.join(PATIENCE));
        assertTrue(interruptIsSeen.get());
    }

    @ParameterizedTest
    @EnumSource
    void isRejectedWhenTheExecutorIsShutDownMeanwhile(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = full(kind, OverflowPolicy.BLOCK, new ArrayList<>());
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            producers.add(start(
                    ThreadKind.PLATFORM,
                    () -> assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}))));
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> producers.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        executor.shutdown();

        for (Thread producer : producers) {
            assertTrue(producer.join(PATIENCE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRejectedOnTheLoopItselfWhichCannotWait(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind, 1, OverflowPolicy.BLOCK);
        Future<RejectedExecutionException> rejection = executor.submit(() -> {
            executor.execute(() -> {});
            return assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        });

        assertTrue(rejection.get().getMessage().contains("own loop"));
    }

    @ParameterizedTest
    @EnumSource
    void isLetInIfItIsScheduled(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = full(kind, OverflowPolicy.ABORT, new ArrayList<>());
        Future<String> delayed = executor.schedule(() -> "delayed", 1, TimeUnit.MILLISECONDS);
        Future<String> now = executor.schedule(() -> "now", 0, TimeUnit.MILLISECONDS);
        roadblock.open();

        assertEquals("delayed now", delayed.get() + " " + now.get());
        Awaitility.await().atMost(PATIENCE).until(() -> executor.queuedTaskCount() == 0);
        drain(executor);
    }

    @ParameterizedTest
    @EnumSource
    void isRejectedAfterAShutdownWhateverThePolicy(ThreadKind kind) {
        for (OverflowPolicy policy : OverflowPolicy.values()) {
            RunLoopExecutor executor = open(kind, 1, policy);
            executor.shutdown();

            assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}), policy::name);
            assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}), policy::name);
        }
        assertTrue(discarded.isEmpty());
    }

    @Test
    void isDroppedAfterAShutdownByThreePoliciesOfThreadPools() {
        for (RejectedExecutionHandler policy : List.of(
                new ThreadPoolExecutor.DiscardPolicy(),
                new ThreadPoolExecutor.DiscardOldestPolicy(),
                new ThreadPoolExecutor.CallerRunsPolicy())) {
            var pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), policy);
            pool.shutdown();
            pool.execute(() -> discarded.add(() -> {}));
        }
        assertTrue(discarded.isEmpty()); // neither run nor rejected: see Difference
    }
}
