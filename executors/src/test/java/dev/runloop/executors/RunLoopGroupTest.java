package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A group of loops")
class RunLoopGroupTest extends ExecutorTest {

    private RunLoopGroup openGroup(ThreadKind kind, int size) {
        RunLoopExecutorBuilder builder = RunLoopExecutor.builder().name("member");
        RunLoopGroup group = (kind == ThreadKind.PLATFORM ? builder.platform() : builder.virtual()).buildGroup(size);
        closing((AutoCloseable) () -> {
            group.shutdownNow();
            group.close();
        });
        return group;
    }

    private static void endThreadOf(RunLoopExecutor member) throws Exception {
        member.shutdownNow();
        assertTrue(member.loop().thread().join(PATIENCE));
    }

    @ParameterizedTest
    @EnumSource
    void numbersItsThreads(ThreadKind kind) {
        assertEquals(
                List.of("member-1", "member-2"),
                openGroup(kind, 2).members().stream()
                        .map(member -> member.loop().thread().getName())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void handsTasksToItsLoopsInTurn(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 3);
        Set<Thread> threads = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            threads.add(group.submit(Thread::currentThread).get());
        }

        assertEquals(3, threads.size());
    }

    @ParameterizedTest
    @EnumSource
    void hasOneLoopForAKey(ThreadKind kind) {
        RunLoopGroup group = openGroup(kind, 4);

        for (int i = 0; i < 100; i++) {
            assertSame(group.forKey("key " + i), group.forKey("key " + i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void spreadsKeysOverItsLoops(ThreadKind kind) {
        RunLoopGroup group = openGroup(kind, 4);
        Set<RunLoopExecutor> used = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            used.add(group.forKey("key " + i));
        }

        assertEquals(4, used.size());
    }

    @ParameterizedTest
    @EnumSource
    void knowsTheLoopWithTheLeastToDo(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 3);
        block(group.members().get(0));
        block(group.members().get(2));

        for (int i = 0; i < 6; i++) {
            assertSame(group.members().get(1), group.leastLoaded());
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWithoutALoopThatHasEnded(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 3);
        RunLoopExecutor ended = group.forKey("key");
        endThreadOf(ended);

        for (int i = 0; i < 6; i++) {
            assertEquals("ran", group.submit(() -> "ran").get());
            assertEquals(
                    "ran", group.schedule(() -> "ran", 1, TimeUnit.MILLISECONDS).get());
        }
        assertNotSame(ended, group.forKey("key"));
        assertSame(group.forKey("key"), group.forKey("key"));
        assertFalse(group.isShutdown());
    }

    @ParameterizedTest
    @EnumSource
    void rejectsWhenAllItsLoopsHaveEnded(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 2);
        for (RunLoopExecutor member : group.members()) {
            endThreadOf(member);
        }

        assertThrows(RejectedExecutionException.class, () -> group.execute(() -> {}));
        assertThrows(RejectedExecutionException.class, () -> group.schedule(() -> {}, 1, TimeUnit.SECONDS));
        assertTrue(group.isTerminated());
    }

    @ParameterizedTest
    @EnumSource
    void runsWhatItHasWhenItIsShutDown(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 2);
        Future<String> delayed = group.schedule(() -> "ran", 20, TimeUnit.MILLISECONDS);
        group.shutdown();

        assertTrue(group.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals("ran", delayed.get());
        assertThrows(RejectedExecutionException.class, () -> group.execute(() -> {}));
    }

    @ParameterizedTest
    @EnumSource
    void handsBackWhatNeverRanOnAnyLoop(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 2);
        for (RunLoopExecutor member : group.members()) {
            block(member);
            member.execute(() -> {});
        }

        assertEquals(2, group.shutdownNow().size());
    }

    @ParameterizedTest
    @EnumSource
    void givesUpWaitingForItsEndInTime(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 2);
        block(group.members().get(1));
        group.shutdown();

        assertFalse(group.awaitTermination(5, TimeUnit.MILLISECONDS));
        assertFalse(group.awaitTermination(Long.MIN_VALUE, TimeUnit.DAYS));
    }

    @ParameterizedTest
    @EnumSource
    void endsAllItsThreadsWhenItIsClosed(ThreadKind kind) {
        RunLoopGroup group = openGroup(kind, 3);
        group.close();

        assertFalse(group.members().stream()
                .anyMatch(member -> member.loop().thread().isAlive()));
    }

    @ParameterizedTest
    @EnumSource
    void answersAllResultsAndAnyResult(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 2);
        List<Callable<Integer>> tasks = List.of(() -> 1, () -> 2, () -> 3);

        assertEquals(
                List.of(1, 2, 3),
                group.invokeAll(tasks).stream().map(Future::resultNow).toList());
        assertTrue(Set.of(1, 2, 3).contains(group.invokeAny(tasks)));
    }

    @ParameterizedTest
    @EnumSource
    void refusesToWaitForItsEndOnAnyOfItsLoops(ThreadKind kind) {
        RunLoopGroup group = openGroup(kind, 3);
        List<Callable<?>> waits = List.of(() -> group.awaitTermination(1, TimeUnit.DAYS), () -> {
            group.close();
            return null;
        });

        for (RunLoopExecutor member : group.members()) {
            for (Callable<?> wait : waits) {
                var failure = assertThrows(
                        ExecutionException.class, () -> member.submit(wait).get());
                assertEquals(IllegalStateException.class, failure.getCause().getClass());
            }
        }
        assertFalse(group.isShutdown());
    }

    @ParameterizedTest
    @EnumSource
    void takesATurnForEachTaskAndNoMore(ThreadKind kind) throws Exception {
        for (int size = 2; size <= 4; size++) {
            RunLoopGroup group = openGroup(kind, size);
            var service = new ExecutorCompletionService<Thread>(group);
            List<Function<Callable<Thread>, Future<Thread>>> ways = List.of(
                    group::submit,
                    service::submit,
                    group::supplyAsync,
                    task -> group.schedule(task, 1, TimeUnit.NANOSECONDS),
                    task -> {
                        var ranOn = new CompletableFuture<Thread>();
                        group.execute(() -> ranOn.complete(Thread.currentThread()));
                        return ranOn;
                    });
            for (var way : ways) {
                Set<Thread> threads = new HashSet<>();
                for (int i = 0; i < size; i++) {
                    threads.add(way.apply(Thread::currentThread).get());
                }
                assertEquals(size, threads.size());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotHaveTheFirstResultWaitForASlowTask(ThreadKind kind) throws Exception {
        for (int size = 2; size <= 4; size++) {
            RunLoopGroup group = openGroup(kind, size);
            var slow = new Roadblock();
            Callable<String> fast = () -> {
                slow.awaitReached();
                return "fast";
            };

            assertEquals("fast", group.invokeAny(List.of(Executors.callable(slow, "slow"), fast)));
            slow.awaitInterrupted();
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopsAllItsLoopsWhenClosingIsInterrupted(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 2);
        var ended = new CountDownLatch(1);
        var started = new CountDownLatch(2);
        group.execute(
                () -> { // pays no heed to interrupts until the other task has ended
                    started.countDown();
                    boolean waits = true;
                    while (waits) {
                        try {
                            ended.await();
                            waits = false;
                        } catch (InterruptedException e) {
                            waits = true;
                        }
                    }
                });
        group.execute(() -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.countDown();
            }
        });
        await(started);
        Thread closer = start(ThreadKind.PLATFORM, () -> {
            Thread.currentThread().interrupt();
            group.close();
            assertTrue(Thread.interrupted());
        });

        assertTrue(closer.join(PATIENCE));
        assertTrue(group.isTerminated());
    }

    @ParameterizedTest
    @EnumSource
    void runsWhatDependsOnAFutureOnTheLoopOfItsTask(ThreadKind kind) throws Exception {
        RunLoopGroup group = openGroup(kind, 3);
        for (int i = 0; i < 6; i++) {
            var threads = new ArrayList<Thread>();
            CompletableFuture<Thread> last = group.supplyAsync(Thread::currentThread)
                    .whenComplete((thread, exception) -> threads.add(thread))
                    .thenApplyAsync(thread -> Thread.currentThread());

            assertSame(last.get(), threads.getFirst());
        }
        group.runAsync(() -> {}).get();
        group.runAsync(() -> {}, Duration.ofMillis(1)).get();
        assertEquals(1, group.supplyAsync(() -> 1, Duration.ofMillis(1)).get());
    }
}
