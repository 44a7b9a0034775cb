package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.RunLoopTimer;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A pass of a loop with performs")
class PassTest extends PerformTest {

    private static RunLoopResult onePass(RunLoop loop) {
        return loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
    }

    @ParameterizedTest
    @EnumSource
    void runsAllThatAreThereWhenItBegins(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<Integer> ran = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                int number = i;
                Perform.onThread(loop.thread(), () -> ran.add(number));
            }

            onePass(loop);
            assertEquals(List.of(0, 1, 2, 3, 4), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void leavesThoseThatTheyPerformToALaterOne(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<String> ran = new ArrayList<>();
            Perform.onThread(loop.thread(), () -> {
                ran.add("first");
                Perform.onThread(loop.thread(), () -> ran.add("from first"));
            });
            Perform.onThread(loop.thread(), () -> ran.add("second"));

            onePass(loop);
            assertEquals(List.of("first", "second"), ran);
            onePass(loop);
            assertEquals(List.of("first", "second", "from first"), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void runsThemBeforeTheTimersThatAreDue(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<String> ran = new ArrayList<>();
            loop.add(RunLoopTimer.builder().clock(clock).build(timer -> ran.add("timer")), RunLoopMode.DEFAULT);
            clock.advance(Duration.ofSeconds(1));
            Perform.onThread(loop.thread(), () -> ran.add("perform"));

            onePass(loop);
            assertEquals(List.of("perform", "timer"), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void isMadeAlsoForThoseThatWereThereBeforeTheLoopRan(ThreadKind kind) throws Exception {
        var started = new CountDownLatch(1);
        var performed = new CountDownLatch(1);
        var ran = new CountDownLatch(1);
        Thread thread = start(kind, () -> {
            started.countDown();
            await(performed);
            RunLoop.current().runInMode(RunLoopMode.DEFAULT, PATIENCE, true);
        });
        await(started);
        Perform.onThread(thread, ran::countDown);
        performed.countDown();

        await(ran);
    }

    @ParameterizedTest
    @EnumSource
    void handlesThemAsSources(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.onThread(loop.thread(), () -> {});

            assertEquals(
                    RunLoopResult.HANDLED_SOURCE, loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(1), true));
        });
    }

    @ParameterizedTest
    @EnumSource
    void runsOneOfThemIfTheRunReturnsAfterASource(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<Integer> ran = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                Perform.onThread(loop.thread(), () -> ran.add(number));
            }

            for (int i = 1; i <= 3; i++) {
                loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(1), true);
                assertEquals(i, ran.size());
            }
            assertEquals(List.of(0, 1, 2), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void isMadeBecauseAPendingOneKeepsTheLoopFromFinishing(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            assertEquals(RunLoopResult.FINISHED, onePass(loop));
            Perform.onThread(loop.thread(), () -> {});
            assertEquals(RunLoopResult.TIMED_OUT, onePass(loop));
        });
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingOfThemInTheLoop(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            Perform.onThread(loop.thread(), () -> {});

            assertEquals(RunLoopResult.FINISHED, loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(1), false));
        });
    }

    @ParameterizedTest
    @EnumSource
    void thatOneOfThemMakesRunsThoseBehindIt(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<String> ran = new ArrayList<>();
            Perform.onThread(loop.thread(), () -> {
                onePass(loop);
                ran.add("outer");
            });
            Perform.onThread(loop.thread(), () -> ran.add("behind"));

            onePass(loop);
            assertEquals(List.of("behind", "outer"), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void thatOneOfThemMakesKeepsTheirOrder(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<Integer> ran = new ArrayList<>();
            Perform.onThread(loop.thread(), () -> {
                Perform.onThread(loop.thread(), () -> ran.add(2));
                onePass(loop);
            });
            Perform.onThread(loop.thread(), () -> ran.add(1));

            onePass(loop);
            onePass(loop);
            assertEquals(List.of(1, 2), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void runsEachOfThemOnce(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<Integer> ran = new ArrayList<>();
            Perform.onThread(loop.thread(), () -> ran.add(1));
            for (int i = 0; i < 3; i++) {
                onePass(loop);
            }

            assertEquals(List.of(1), ran);
        });
    }
}
