package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A bounded executor has room for the task that runs or is about to, and for as many as its capacity")
class CapacityTest extends ExecutorTest {

    private RunLoopExecutor open(ThreadKind kind, int capacity, OverflowPolicy policy) {
        RunLoopExecutorBuilder builder = RunLoopExecutor.builder().onDiscard(task -> {});
        RunLoopExecutor executor = (kind == ThreadKind.PLATFORM ? builder.platform() : builder.virtual())
                .capacity(capacity, policy)
                .build();
        closing((AutoCloseable) () -> {
            executor.shutdownNow();
            executor.close();
        });
        return executor;
    }

    /** How many tasks are taken in before one is rejected, of which none ends before. */
    private int room(Executor executor) {
        var roadblock = new Roadblock();
        try {
            for (int room = 0; ; room++) {
                try {
                    executor.execute(roadblock);
                } catch (RejectedExecutionException e) {
                    return room;
                }
            }
        } finally {
            roadblock.open();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void asAThreadPoolOfOneThreadHas(int capacity) throws Exception {
        try (ExecutorService pool =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(capacity))) {
            for (ThreadKind kind : ThreadKind.values()) {
                for (int i = 0; i < 20; i++) {
                    assertEquals(capacity + 1, room(open(kind, capacity, OverflowPolicy.ABORT)));
                }
            }
            assertEquals(capacity + 1, room(pool));
        }
    }

    @ParameterizedTest
    @EnumSource
    void againWhenAllHaveRun(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind, 3, OverflowPolicy.ABORT);
        for (int i = 0; i < 100; i++) {
            drain(executor);
        }
        var roadblock = block(executor);
        executor.execute(() -> {});
        executor.execute(() -> {});
        executor.execute(() -> {});
        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        roadblock.open();
    }

    @ParameterizedTest
    @EnumSource
    void alsoIfTheOldestIsDiscarded(ThreadKind kind) throws Exception {
        List<String> ran = new ArrayList<>();
        RunLoopExecutor executor = RunLoopExecutor.builder()
                .loop(startLoop(kind).loop())
                .modes(RunLoopMode.of("not yet"))
                .capacity(1, OverflowPolicy.DISCARD_OLDEST)
                .onDiscard(task -> {})
                .build();
        for (String name : List.of("about to run", "discarded", "discarded too", "newest")) {
            executor.execute(() -> ran.add(name));
        }
        RunLoopExecutors.on(executor.loop())
                .submit(() -> {
                    for (int i = 0; i < 1_000 && ran.size() < 2; i++) {
                        executor.loop().runInMode(RunLoopMode.of("not yet"), Duration.ZERO, false);
                    }
                })
                .get();

        assertEquals(List.of("about to run", "newest"), ran);
    }

    @ParameterizedTest
    @EnumSource
    void alsoInsideATaskThatRunsTheLoop(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind, 1, OverflowPolicy.ABORT);
        int room = executor.submit(() -> {
                    int inside = 0;
                    for (int i = 0; i < 10; i++) {
                        executor.execute(() -> {});
                        executor.loop().runInMode(RunLoopMode.DEFAULT, PATIENCE, true);
                        inside++;
                    }
                    return inside;
                })
                .get();

        assertEquals(10, room);
        againWhenAllHaveRun(kind);
    }

    @ParameterizedTest
    @EnumSource
    void whereTheOldestOfATaskThatRunsTheLoopIsNotWaitedFor(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind, 1, OverflowPolicy.DISCARD_OLDEST);
        Queue<String> ran = new ConcurrentLinkedQueue<>();
        executor.submit(() -> {
                    executor.execute(() -> {
                        executor.execute(() -> ran.add("discarded"));
                        executor.execute(() -> ran.add("kept"));
                    });
                    executor.loop().runInMode(RunLoopMode.DEFAULT, PATIENCE, true);
                })
                .get();
        executor.close();

        assertEquals(List.of("kept"), List.copyOf(ran));
    }
}
