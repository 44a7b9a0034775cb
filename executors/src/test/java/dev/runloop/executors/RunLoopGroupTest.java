package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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
    void refusesToWaitOnItsOwnLoops(ThreadKind kind) {
        RunLoopGroup group = openGroup(kind, 2);
        List<Callable<Integer>> tasks = List.of(() -> 1);
        List<Callable<?>> waits = List.of(
                () -> group.invokeAll(tasks),
                () -> group.invokeAny(tasks),
                () -> group.awaitTermination(1, TimeUnit.DAYS));

        for (Callable<?> wait : waits) {
            var failure = assertThrows(
                    ExecutionException.class, () -> group.submit(wait).get());
            assertEquals(IllegalStateException.class, failure.getCause().getClass());
        }
    }
}
