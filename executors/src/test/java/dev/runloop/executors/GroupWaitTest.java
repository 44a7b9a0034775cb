package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A task that waits for a task of its own group")
class GroupWaitTest extends ExecutorTest {

    private RunLoopGroup openGroup(ThreadKind kind, int size) {
        RunLoopExecutorBuilder builder = RunLoopExecutor.builder();
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

    @ParameterizedTest
    @EnumSource
    void isAnsweredAsLongAsOneLoopIsFree(ThreadKind kind) throws Exception {
        for (int size = 2; size <= 4; size++) {
            RunLoopGroup group = openGroup(kind, size);
            List<Callable<Integer>> waits = List.of(
                    () -> group.submit(() -> 1).get(),
                    () -> group.submit(() -> 1).get(PATIENCE.toSeconds(), TimeUnit.SECONDS),
                    () -> group.supplyAsync(() -> 1).join(),
                    () -> group.invokeAll(List.<Callable<Integer>>of(() -> 1, () -> 1))
                            .size(),
                    () -> group.invokeAny(List.<Callable<Integer>>of(() -> 1, () -> 1)));
            for (int round = 0; round < 100; round++) {
                List<Future<Integer>> waiting = new ArrayList<>();
                for (int i = 1; i < size; i++) {
                    group.execute(() -> {});
                    waiting.add(group.submit(waits.get(i == 1 ? round % waits.size() : round % 2)));
                }
                for (Future<Integer> each : waiting) {
                    get(each);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void isAnsweredThoughTheTaskWasHandedToItsOwnLoop(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 2);
        for (RunLoopExecutor member : group.members()) {
            var queued = new CompletableFuture<List<Future<Thread>>>();
            Future<Thread> waiting = member.submit(() -> {
                for (Future<Thread> task : queued.get()) {
                    assertNotSame(Thread.currentThread(), task.get());
                }
                return Thread.currentThread();
            });
            queued.complete(List.of(group.submit(Thread::currentThread), group.submit(Thread::currentThread)));

            get(waiting);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isAnsweredOnAnotherLoop(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 2);

        for (int i = 0; i < 10; i++) {
            List<Thread> threads = get(group.submit(() -> List.of(
                    Thread.currentThread(), group.submit(Thread::currentThread).get())));
            assertNotSame(threads.get(0), threads.get(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isToldOnceWhenAllLoopsWait(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 3);
        var allAreHere = new CyclicBarrier(3);
        List<Future<Integer>> waiting = new ArrayList<>();
        for (RunLoopExecutor member : group.members()) {
            waiting.add(member.submit(() -> {
                allAreHere.await();
                return group.submit(() -> 1).get();
            }));
        }

        int told = 0;
        for (Future<Integer> each : waiting) {
            try {
                get(each);
            } catch (ExecutionException e) {
                assertInstanceOf(IllegalStateException.class, e.getCause());
                told++;
            }
        }
        assertEquals(1, told);
    }

    @ParameterizedTest
    @EnumSource
    void isToldOfACircleAmongSomeLoops(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 3);
        RunLoopExecutor one = group.members().get(0);
        RunLoopExecutor other = group.members().get(1);
        var bothAreHere = new CyclicBarrier(2);
        Future<Integer> first = one.submit(() -> {
            bothAreHere.await();
            return other.submit(() -> 1).get();
        });
        Future<Integer> second = other.submit(() -> {
            bothAreHere.await();
            return one.submit(() -> 1).get();
        });

        int told = 0;
        for (Future<Integer> each : List.of(first, second)) {
            try {
                get(each);
            } catch (ExecutionException e) {
                assertInstanceOf(IllegalStateException.class, e.getCause());
                told++;
            }
        }
        assertEquals(1, told);
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedWhereOnlyItsOwnLoopCouldRunTheTask(ThreadKind kind) {
        RunLoopGroup single = openGroup(kind, 1);
        RunLoopGroup group = openGroup(kind, 2);
        RunLoopExecutor member = group.forKey("key");
        List<Callable<Future<?>>> refused = List.of(
                () -> single.submit(() -> single.submit(() -> 1).get()),
                () -> single.submit(() -> single.submit(() -> 1).get(1, TimeUnit.DAYS)),
                () -> single.submit(() -> single.invokeAny(List.<Callable<Integer>>of(() -> 1))),
                () -> single.submit(() -> single.supplyAsync(() -> 1).join()),
                () -> member.submit(() -> group.forKey("key").submit(() -> 1).get()),
                () -> member.submit(() -> group.forKey("key")
                        .schedule(() -> 1, 1, TimeUnit.MILLISECONDS)
                        .get()));

        for (Callable<Future<?>> wait : refused) {
            var failure = assertThrows(ExecutionException.class, () -> get(wait.call()));
            assertInstanceOf(IllegalStateException.class, failure.getCause());
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingInTheCounts(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 4);
        for (int i = 0; i < 50; i++) {
            assertEquals(1, get(group.submit(() -> group.submit(() -> 1).get())));
        }

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> group.completedTaskCount() == 100
                        && group.queuedTaskCount() == 0
                        && !group.isRunningTask()
                        && group.delayedTaskCount() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void isHandedBackOnceThoughAllLoopsWereAsked(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 3);
        block(group.members().get(1));
        block(group.members().get(2));
        var inner = new ArrayList<Future<?>>();
        Future<?> outer = group.members().get(0).submit(() -> {
            inner.add(group.submit(() -> 1));
            return inner.getFirst().get();
        });
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> group.members().get(1).queuedTaskCount()
                                + group.members().get(2).queuedTaskCount()
                        >= 2);
        assertEquals(1, group.queuedTaskCount());

        List<Runnable> neverRan = group.shutdownNow();
        assertEquals(inner, neverRan);
        assertThrows(ExecutionException.class, () -> get(outer));
    }

    @ParameterizedTest
    @EnumSource
    void mayHaveGivenItToACompletionService(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 2);
        var service = new ExecutorCompletionService<Integer>(group);

        for (int i = 0; i < 50; i++) {
            assertEquals(1, get(group.submit(() -> service.submit(() -> 1).get())));
            assertEquals(1, service.take().get());
        }
    }
}
