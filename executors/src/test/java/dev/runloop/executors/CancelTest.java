package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A cancelled delayed task")
class CancelTest extends ExecutorTest {

    /** What a task holds. */
    private static final class Captured {
        void use() {}
    }

    @ParameterizedTest
    @EnumSource
    void neverRuns(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            var ran = new AtomicBoolean();
            ScheduledFuture<?> future = executor.schedule(() -> ran.set(true), 1, TimeUnit.SECONDS);

            assertTrue(future.cancel(false));
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(2), false);
            assertFalse(ran.get());
        });
    }

    @ParameterizedTest
    @EnumSource
    void neverRunsWhenAnotherTaskCancelsItAtTheSameDate(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            var ran = new AtomicBoolean();
            var second = new AtomicReference<Future<?>>();
            var _ = executor.schedule(() -> second.get().cancel(false), 1, TimeUnit.SECONDS);
            second.set(executor.schedule(() -> ran.set(true), 1, TimeUnit.SECONDS));

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(2), false);
            assertFalse(ran.get());
        });
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheOthersInTheirOrder(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<Integer> ran = new ArrayList<>();
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                futures.add(executor.schedule(() -> ran.add(number), 1 + number % 10, TimeUnit.SECONDS));
            }
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
            futures.stream().skip(10).forEach(future -> future.cancel(false));

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(20), false);
            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void isCancelledOnlyOnce(LoopKind kind) {
        ScheduledFuture<?> future = open(kind).schedule(() -> {}, 1, TimeUnit.HOURS);

        assertTrue(future.cancel(false));
        assertFalse(future.cancel(false));
        assertTrue(future.isCancelled());
    }

    @ParameterizedTest
    @EnumSource
    void isReleasedWithAllThatItHolds(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<WeakReference<?>> released = new ArrayList<>();
        scheduleAndCancel(executor, released);

        awaitReleaseOf(released);
    }

    @ParameterizedTest
    @EnumSource
    void isReleasedWhenItsLoopCancelsIt(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<WeakReference<?>> released = new ArrayList<>();
        executor.submit(() -> {
                    scheduleAndCancel(executor, released);
                    return null;
                })
                .get();

        awaitReleaseOf(released);
    }

    @ParameterizedTest
    @EnumSource
    void isReleasedWhenItIsPeriodic(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<WeakReference<?>> released = new ArrayList<>();
        scheduleAndCancelPeriodic(executor, released);

        awaitReleaseOf(released);
    }

    @ParameterizedTest
    @EnumSource
    void isReleasedAlsoIfItHasNotReachedItsPlaceYet(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Roadblock roadblock = block(executor);
        List<WeakReference<?>> released = new ArrayList<>();
        var captured = new Captured();
        ScheduledFuture<?> future = executor.schedule(captured::use, 1, TimeUnit.HOURS);
        future.cancel(false);
        released.add(new WeakReference<>(captured));
        released.add(new WeakReference<>(future));
        captured = null;
        future = null;
        roadblock.open();

        awaitReleaseOf(released);
    }

    @ParameterizedTest
    @EnumSource
    void isReleasedOnceItHasRun(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<WeakReference<?>> released = new ArrayList<>();
        runOnce(executor, released);

        awaitReleaseOf(released);
    }

    private static void scheduleAndCancel(RunLoopExecutor executor, List<WeakReference<?>> released) throws Exception {
        var captured = new Captured();
        ScheduledFuture<?> future = executor.schedule(captured::use, 1, TimeUnit.HOURS);
        if (!executor.loop().isCurrent()) {
            drain(executor); // so that it is in its place
        }
        future.cancel(false);
        released.add(new WeakReference<>(captured));
        released.add(new WeakReference<>(future));
    }

    private static void scheduleAndCancelPeriodic(RunLoopExecutor executor, List<WeakReference<?>> released)
            throws Exception {
        var captured = new Captured();
        ScheduledFuture<?> future = executor.scheduleAtFixedRate(captured::use, 0, 1, TimeUnit.HOURS);
        drain(executor);
        future.cancel(false);
        released.add(new WeakReference<>(captured));
        released.add(new WeakReference<>(future));
    }

    private static void runOnce(RunLoopExecutor executor, List<WeakReference<?>> released) throws Exception {
        var captured = new Captured();
        ScheduledFuture<?> future = executor.schedule(captured::use, 1, TimeUnit.MILLISECONDS);
        future.get();
        released.add(new WeakReference<>(captured));
        released.add(new WeakReference<>(future));
    }

    private static void awaitReleaseOf(List<WeakReference<?>> references) {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            System.gc();
            return references.stream().allMatch(reference -> reference.refersTo(null));
        });
    }
}
