package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Missed runs of a fixed rate that are coalesced")
class MissedRunPolicyTest extends ExecutorTest {

    private static List<Duration> seconds(int... seconds) {
        return IntStream.of(seconds).mapToObj(Duration::ofSeconds).toList();
    }

    /** The dates of the runs of a task of every ten seconds from the first second on, whose first run takes so long. */
    private void assertRuns(ThreadKind kind, int secondsOfFirstRun, int... expected) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutor.builder()
                    .loop(loop)
                    .missedRunPolicy(MissedRunPolicy.COALESCE)
                    .build();
            List<Duration> ran = new ArrayList<>();
            Runnable slowOnce = () -> {
                ran.add(clock.elapsed());
                if (ran.size() == 1) {
                    clock.advance(Duration.ofSeconds(secondsOfFirstRun));
                }
            };
            var _ = executor.scheduleAtFixedRate(slowOnce, 1, 10, TimeUnit.SECONDS);

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(45), false);
            assertEquals(seconds(expected), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void areMadeUpForByOneRun(ThreadKind kind) {
        assertRuns(kind, 25, 1, 26, 31, 41);
    }

    @ParameterizedTest
    @EnumSource
    void areNoneWhereNoneIsMissed(ThreadKind kind) {
        assertRuns(kind, 5, 1, 11, 21, 31, 41);
    }

    @ParameterizedTest
    @EnumSource
    void areNoneWhereARunEndsAtTheNextDate(ThreadKind kind) {
        assertRuns(kind, 10, 1, 11, 21, 31, 41);
    }

    @ParameterizedTest
    @EnumSource
    void areMadeUpForByTheRunThatComesLateItself(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor executor = RunLoopExecutor.builder()
                    .loop(loop)
                    .missedRunPolicy(MissedRunPolicy.COALESCE)
                    .build();
            List<Duration> ran = new ArrayList<>();
            var _ = executor.scheduleAtFixedRate(() -> ran.add(clock.elapsed()), 1, 10, TimeUnit.SECONDS);
            clock.advance(Duration.ofSeconds(35));

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(10), false);
            assertEquals(seconds(35, 41), ran);
        });
    }
}
