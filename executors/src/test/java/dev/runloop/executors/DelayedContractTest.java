package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The delay of a task")
class DelayedContractTest extends ExecutorTest {

    @ParameterizedTest
    @EnumSource
    void isWhatIsLeftOfIt(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            ScheduledFuture<?> future = RunLoopExecutors.on(loop).schedule(() -> {}, 10, TimeUnit.SECONDS);
            clock.advance(Duration.ofSeconds(4));

            assertEquals(6, future.getDelay(TimeUnit.SECONDS));
            clock.advance(Duration.ofSeconds(7));
            assertEquals(-1, future.getDelay(TimeUnit.SECONDS));
        });
    }

    @ParameterizedTest
    @EnumSource
    void ordersTasks(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            ScheduledFuture<?> early = executor.schedule(() -> {}, 1, TimeUnit.DAYS);
            ScheduledFuture<?> late = executor.schedule(() -> {}, Long.MAX_VALUE, TimeUnit.DAYS);

            assertEquals(-1, Integer.signum(early.compareTo(late)));
            assertEquals(1, Integer.signum(late.compareTo(early)));
            Delayed same = early;
            assertEquals(0, early.compareTo(same));
        });
    }

    @ParameterizedTest
    @EnumSource
    void ordersTasksOfDifferentExecutors(LoopKind kind) {
        try (var jdk = Executors.newScheduledThreadPool(1)) {
            ScheduledFuture<?> ours = open(kind).schedule(() -> {}, 1, TimeUnit.DAYS);
            ScheduledFuture<?> theirs = jdk.schedule(() -> {}, 2, TimeUnit.DAYS);

            assertTrue(ours.compareTo(theirs) < 0);
            assertTrue(theirs.compareTo(ours) > 0);
            jdk.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotMakeTasksEqual(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            ScheduledFuture<?> one = executor.schedule(() -> {}, 1, TimeUnit.DAYS);
            ScheduledFuture<?> another = executor.schedule(() -> {}, 1, TimeUnit.DAYS);

            assertEquals(0, one.compareTo(another));
            assertNotEquals(one, another);
        });
    }

    @ParameterizedTest
    @EnumSource
    void mayBeTheLongestInAnyUnit(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<String> ran = new ArrayList<>();
            for (TimeUnit unit : TimeUnit.values()) {
                var _ = executor.schedule(() -> ran.add("never"), Long.MAX_VALUE, unit);
                var _ = executor.scheduleAtFixedRate(() -> ran.add("never"), Long.MAX_VALUE, Long.MAX_VALUE, unit);
            }
            var _ = executor.schedule(() -> ran.add("soon"), 1, TimeUnit.SECONDS);

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofDays(365 * 50), false);
            assertEquals(List.of("soon"), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void isNoneIfItIsTheMostNegativeInAnyUnit(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            List<ScheduledFuture<?>> all = new ArrayList<>();
            for (TimeUnit unit : TimeUnit.values()) {
                all.add(executor.schedule(() -> {}, Long.MIN_VALUE, unit));
            }
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);

            assertFalse(all.stream().anyMatch(future -> !future.isDone()));
        });
    }
}
