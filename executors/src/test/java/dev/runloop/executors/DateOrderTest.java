package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.SteppingClock;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Nothing runs after a delayed task of a later date")
class DateOrderTest extends ExecutorTest {
    private static final int MANY = 20_000;

    private static void run(RunLoop loop, int millis) {
        loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(millis), false);
    }

    /** Schedules tasks at random dates of a second, which note these in microseconds, and answers the futures. */
    private static List<Future<?>> scheduleMany(RunLoopExecutor executor, int number, int from, List<Integer> ran) {
        var random = new Random(number + from);
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            int delay = from + 1 + random.nextInt(1_000_000);
            int date = from == 0 ? delay + 1_000_000 : delay;
            futures.add(executor.schedule(() -> ran.add(date), delay, TimeUnit.MICROSECONDS));
        }
        return futures;
    }

    private static void assertInOrder(int number, List<Integer> ran) {
        assertEquals(number, ran.size());
        for (int i = 1; i < number; i++) {
            int place = i;
            assertTrue(
                    ran.get(i - 1) <= ran.get(i),
                    () -> "at " + place + ": " + ran.get(place - 1) + ", " + ran.get(place));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whenAllAreOverdue(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<Integer> ran = new ArrayList<>();
            scheduleMany(executor, MANY, 0, ran);
            clock.advance(Duration.ofSeconds(2));

            run(loop, 60_000);
            assertInOrder(MANY, ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whenTheyComeWhileATaskRuns(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<Integer> ran = new ArrayList<>();
            executor.execute(() -> busyWith(MANY, executor, clock, ran));

            run(loop, 60_000);
            assertInOrder(2 * MANY, ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whenTheyComeWhileADelayedTaskRuns(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<Integer> ran = new ArrayList<>();
            var _ = executor.schedule(() -> busyWith(MANY, executor, clock, ran), 1, TimeUnit.MILLISECONDS);

            run(loop, 60_000);
            assertInOrder(2 * MANY, ran);
        });
    }

    /** Half is scheduled, and the other half for such dates too, a second later. */
    private static void busyWith(int number, RunLoopExecutor executor, SteppingClock clock, List<Integer> ran) {
        scheduleMany(executor, number, 1_000_000, ran);
        clock.advance(Duration.ofSeconds(1));
        scheduleMany(executor, number, 0, ran);
        clock.advance(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @EnumSource
    void whenEachRunBringsOneMore(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                String name = "at " + i + " ms";
                Runnable task = () -> {
                    ran.add(name);
                    var _ = executor.schedule(() -> ran.add(name + ", after it"), 10, TimeUnit.MICROSECONDS);
                    clock.advance(Duration.ofMillis(1));
                };
                var _ = executor.schedule(task, i, TimeUnit.MILLISECONDS);
            }
            run(loop, 60_000);

            assertEquals(
                    List.of("at 1 ms", "at 1 ms, after it", "at 2 ms", "at 2 ms, after it", "at 3 ms"),
                    ran.subList(0, 5));
        });
    }

    @ParameterizedTest
    @EnumSource
    void withCancelledOnesAmongThem(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<Integer> ran = new ArrayList<>();
            List<Future<?>> futures = scheduleMany(executor, MANY, 0, ran);
            for (int i = 0; i < MANY; i += 3) {
                futures.get(i).cancel(false);
            }
            executor.execute(() -> clock.advance(Duration.ofSeconds(2)));

            run(loop, 60_000);
            assertInOrder(MANY - (MANY + 2) / 3, ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void alsoIfItIsPeriodic(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            var _ = executor.scheduleAtFixedRate(() -> ran.add("tick"), 10, 10, TimeUnit.MILLISECONDS);
            executor.execute(() -> {
                var _ = executor.schedule(() -> ran.add("25"), 25, TimeUnit.MILLISECONDS);
                clock.advance(Duration.ofMillis(1));
                var _ = executor.schedule(() -> ran.add("5"), 4, TimeUnit.MILLISECONDS);
                clock.advance(Duration.ofMillis(34));
            });
            run(loop, 39);

            assertEquals(List.of("5", "tick", "tick", "25", "tick"), ran);
        });
    }
}
