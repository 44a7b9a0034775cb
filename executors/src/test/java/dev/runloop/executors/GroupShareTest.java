package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What loops of a group hand to the group while none is idle")
class GroupShareTest extends ExecutorTest {
    private static final int TASKS = 6;

    private RunLoopGroup openGroup(ThreadKind kind, int size, UnaryOperator<RunLoopExecutorBuilder> options) {
        RunLoopExecutorBuilder builder = options.apply(RunLoopExecutor.builder());
        RunLoopGroup group = (kind == ThreadKind.PLATFORM ? builder.platform() : builder.virtual()).buildGroup(size);
        closing((AutoCloseable) () -> {
            group.shutdownNow();
            group.close();
        });
        return group;
    }

    private static <V> V get(Future<V> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits for tasks of a group in ways that the group cannot see. */
    private static List<Callable<Integer>> unseenWaits(RunLoopGroup group) {
        return List.of(
                () -> {
                    var service = new ExecutorCompletionService<Integer>(group);
                    for (int i = 0; i < TASKS; i++) {
                        service.submit(() -> 1);
                    }
                    int sum = 0;
                    for (int i = 0; i < TASKS; i++) {
                        sum += service.take().get();
                    }
                    return sum;
                },
                () -> {
                    var latch = new CountDownLatch(TASKS);
                    for (int i = 0; i < TASKS; i++) {
                        group.execute(latch::countDown);
                    }
                    latch.await();
                    return TASKS;
                },
                () -> joinAll(i -> CompletableFuture.supplyAsync(() -> 1, group)),
                () -> joinAll(i -> group.supplyAsync(() -> 1).thenApply(one -> one)),
                () -> {
                    group.invokeAny(Collections.nCopies(TASKS, () -> 1));
                    return TASKS;
                });
    }

    private static int joinAll(IntFunction<CompletableFuture<Integer>> start) {
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            all.add(start.apply(i));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        return all.stream().mapToInt(CompletableFuture::join).sum();
    }

    @ParameterizedTest
    @EnumSource
    void isRunByTheOneLoopThatIsFree(ThreadKind kind) throws Exception {
        for (UnaryOperator<RunLoopExecutorBuilder> options : List.<UnaryOperator<RunLoopExecutorBuilder>>of(
                builder -> builder,
                builder -> builder.decorator(task -> () -> task.run()),
                builder -> builder.capacity(100, OverflowPolicy.ABORT))) {
            RunLoopGroup group = openGroup(kind, 4, options);
            for (Callable<Integer> wait : unseenWaits(group)) {
                var allAreHere = new CyclicBarrier(3);
                List<Future<Integer>> waiting = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    waiting.add(group.submit(() -> {
                        allAreHere.await();
                        return wait.call();
                    }));
                }
                for (Future<Integer> each : waiting) {
                    assertEquals(TASKS, get(each));
                }
            }
            Awaitility.await().atMost(PATIENCE).until(() -> group.queuedTaskCount() == 0 && !group.isRunningTask());
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRunOnceAndAlsoAfterAShutdown(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 3, builder -> builder);
        long roots = 500;
        var runs = new AtomicInteger();
        var handedOver = new CountDownLatch((int) roots);
        for (int i = 0; i < roots; i++) {
            group.execute(() -> {
                for (int k = 0; k < TASKS; k++) {
                    group.execute(runs::incrementAndGet);
                }
                handedOver.countDown();
            });
        }
        await(handedOver);
        group.close();

        assertEquals(roots * TASKS, runs.get());
        assertEquals(roots * (TASKS + 1), group.completedTaskCount());
        assertEquals(0, group.queuedTaskCount());
    }

    @ParameterizedTest
    @EnumSource
    void isHandedBackAsItWasHandedOver(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 3, builder -> builder.decorator(task -> () -> task.run()));
        block(group.members().get(1));
        block(group.members().get(2));
        Runnable first = () -> {};
        Runnable second = () -> {};
        var never = new CountDownLatch(1);
        var handedOver = new CountDownLatch(1);
        group.members().get(0).execute(() -> {
            group.execute(first);
            group.execute(second);
            handedOver.countDown();
            assertThrows(InterruptedException.class, never::await);
        });
        await(handedOver);

        assertEquals(2, group.queuedTaskCount());
        List<Runnable> neverRan = group.shutdownNow();
        assertEquals(2, neverRan.size());
        assertEquals(2, Stream.of(first, second).filter(neverRan::contains).count());
    }

    @ParameterizedTest
    @EnumSource
    void isNotRunAfterItWasDiscarded(ThreadKind kind) throws Exception {
        List<Runnable> discarded = Collections.synchronizedList(new ArrayList<>());
        RunLoopGroup group = openGroup(
                kind,
                2,
                builder -> builder.capacity(1, OverflowPolicy.DISCARD_OLDEST).onDiscard(discarded::add));
        var runs = new AtomicInteger();
        Runnable task = runs::incrementAndGet;
        Roadblock roadblock = block(group.members().get(1));
        get(group.members().get(0).submit(() -> {
            for (int i = 0; i < 5; i++) {
                group.execute(task);
            }
        }));
        roadblock.open();
        group.close();

        assertEquals(5, runs.get() + discarded.size());
    }
}
