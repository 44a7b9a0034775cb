package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The modes of a perform")
class ModesTest extends PerformTest {
    private static final RunLoopMode MODE = RunLoopMode.of("mode of a test");
    private static final RunLoopMode OTHER = RunLoopMode.of("other mode of a test");

    private static void onePass(RunLoop loop, RunLoopMode mode) {
        loop.runInMode(mode, Duration.ZERO, false);
    }

    @ParameterizedTest
    @EnumSource
    void areTheCommonOnesIfNoneIsGiven(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            loop.addCommonMode(MODE);
            List<RunLoopMode> ranIn = new ArrayList<>();
            for (RunLoopMode mode : List.of(RunLoopMode.DEFAULT, MODE)) {
                Perform.onThread(
                        loop.thread(), () -> ranIn.add(loop.currentMode().orElseThrow()));
                onePass(loop, OTHER);
                onePass(loop, mode);
            }

            assertEquals(List.of(RunLoopMode.DEFAULT, MODE), ranIn);
        });
    }

    @ParameterizedTest
    @EnumSource
    void letItWaitWhileNoneOfThemRuns(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<RunLoopMode> ranIn = new ArrayList<>();
            Perform.onThread(
                    loop.thread(),
                    Set.of(MODE),
                    () -> ranIn.add(loop.currentMode().orElseThrow()));

            onePass(loop, RunLoopMode.DEFAULT);
            onePass(loop, OTHER);
            assertEquals(List.of(), ranIn);
            onePass(loop, MODE);
            assertEquals(List.of(MODE), ranIn);
        });
    }

    @ParameterizedTest
    @EnumSource
    void areServedOnceAllTogether(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<RunLoopMode> ranIn = new ArrayList<>();
            Perform.onThread(
                    loop.thread(),
                    List.of(MODE, OTHER),
                    () -> ranIn.add(loop.currentMode().orElseThrow()));

            onePass(loop, OTHER);
            onePass(loop, MODE);
            onePass(loop, OTHER);
            assertEquals(List.of(OTHER), ranIn);
        });
    }

    @ParameterizedTest
    @EnumSource
    void mayNotBeEmpty(ThreadKind kind) {
        var thread = startLoop(kind).thread();

        assertThrows(IllegalArgumentException.class, () -> Perform.onThread(thread, Set.of(), () -> {}));
        assertThrows(IllegalArgumentException.class, () -> Perform.onThreadAndWait(thread, Set.of(), () -> "never"));
    }

    @ParameterizedTest
    @EnumSource
    void thatAreRefusedLeaveNothingInTheLoop(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<RunLoopMode> modes = Arrays.asList(RunLoopMode.DEFAULT, null);

            assertThrows(NullPointerException.class, () -> Perform.onThread(loop.thread(), modes, () -> {}));
            assertEquals(RunLoopResult.FINISHED, loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false));
        });
    }

    @ParameterizedTest
    @EnumSource
    void doNotMatterOnItsOwnThreadIfItIsWaitedFor(ThreadKind kind) {
        onVirtualTime(
                kind,
                (loop, clock) ->
                        assertEquals("at once", Perform.onThreadAndWait(loop.thread(), Set.of(MODE), () -> "at once")));
    }

    @ParameterizedTest
    @EnumSource
    void keepTheOrderOfASenderInEachMode(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            List<Integer> ran = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int number = i;
                Perform.onThread(loop.thread(), List.of(i % 2 == 0 ? MODE : OTHER), () -> ran.add(number));
            }

            onePass(loop, OTHER);
            onePass(loop, MODE);
            assertEquals(List.of(1, 3, 5, 0, 2, 4), ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void letAWaiterWaitUntilOneOfThemRuns(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        Thread waiter = start(
                ThreadKind.VIRTUAL,
                () -> assertEquals(
                        MODE,
                        Perform.onThreadAndWait(
                                target.thread(),
                                Set.of(MODE),
                                () -> target.loop().currentMode().orElseThrow())));
        Awaitility.await().until(() -> waiter.getState() == Thread.State.WAITING);

        assertTrue(waiter.isAlive());
        Perform.onThread(target.thread(), () -> onePass(target.loop(), MODE));
        assertTrue(waiter.join(PATIENCE));
    }
}
