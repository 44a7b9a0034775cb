package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.Source0;
import dev.runloop.test.SteppingClock;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Of a row of tasks, some or all of which are slow,")
class SlowTasksTest extends ExecutorTest {
    private static final Duration SLOW = Duration.ofMillis(100);
    private static final Duration DELAY = Duration.ofMillis(350);

    private int slowOnes; // that have run when the delay is over, and when the other has its turn
    private int slowAtDelay;
    private int slowAtTurn = -1;

    /** Hands a row of tasks over: so many brief ones, then a slow one, and so on. */
    private void handOverRow(RunLoopExecutor executor, SteppingClock clock, int brief) {
        for (int i = 0; i < 20; i++) {
            for (int k = 0; k < brief; k++) {
                executor.execute(() -> clock.advance(Duration.ofNanos(10)));
            }
            executor.execute(() -> runSlowly(clock));
        }
    }

    private void runSlowly(SteppingClock clock) {
        boolean wasBefore = clock.elapsed().compareTo(DELAY) < 0;
        clock.advance(SLOW);
        slowOnes++;
        if (wasBefore) {
            slowAtDelay = slowOnes;
        }
    }

    private void hasTurn() {
        slowAtTurn = slowOnes;
    }

    private void assertOneWasWaitedForAtMost(RunLoop loop) {
        loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(10), false);
        assertTrue(slowAtTurn >= 0);
        assertTrue(slowAtTurn <= slowAtDelay, () -> slowAtTurn + " slow tasks had run in place of " + slowAtDelay);
    }

    @ParameterizedTest
    @CsvSource({"PLATFORM, 0", "VIRTUAL, 0", "PLATFORM, 1", "PLATFORM, 10", "PLATFORM, 1000", "VIRTUAL, 1000"})
    void aDelayedTaskWaitsForNoneButTheOneThatRuns(ThreadKind kind, int brief) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            var _ = executor.schedule(this::hasTurn, DELAY.toMillis(), TimeUnit.MILLISECONDS);
            handOverRow(executor, clock, brief);
            assertOneWasWaitedForAtMost(loop);
        });
    }

    @ParameterizedTest
    @CsvSource({"PLATFORM, 0", "VIRTUAL, 0", "PLATFORM, 1", "PLATFORM, 10", "PLATFORM, 1000", "VIRTUAL, 1000"})
    void aTimerOfTheLoopWaitsForNoneButTheOneThatRuns(ThreadKind kind, int brief) {
        onVirtualTime(kind, (loop, clock) -> {
            loop.add(
                    RunLoopTimer.builder().firstFire(DELAY).clock(clock).build(timer -> hasTurn()),
                    RunLoopMode.DEFAULT);
            handOverRow(RunLoopExecutors.on(loop), clock, brief);
            assertOneWasWaitedForAtMost(loop);
        });
    }

    @ParameterizedTest
    @CsvSource({"PLATFORM, 0", "VIRTUAL, 0", "PLATFORM, 1"})
    void aSourceOfTheLoopWaitsForNoneButTheOneThatRuns(ThreadKind kind, int brief) {
        onVirtualTime(kind, (loop, clock) -> {
            var source = Source0.create(this::hasTurn);
            loop.add(source, RunLoopMode.DEFAULT);
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            executor.execute(() -> {
                runSlowly(clock);
                source.signalAndWakeUp();
                slowAtDelay = slowOnes;
                clock.advance(DELAY);
            });
            handOverRow(executor, clock, brief);
            assertOneWasWaitedForAtMost(loop);
        });
    }
}
