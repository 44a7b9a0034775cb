package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A perform")
class OnThreadTest extends PerformTest {

    @ParameterizedTest
    @EnumSource
    void runsOnTheThread(ThreadKind kind) throws Exception {
        var target = startLoop(kind);

        assertSame(target.thread(), Perform.onThreadAndWait(target.thread(), Thread::currentThread));
    }

    @ParameterizedTest
    @EnumSource
    void thatIsWaitedForAnswersItsResult(ThreadKind kind) throws Exception {
        assertEquals("result", Perform.onThreadAndWait(startLoop(kind).thread(), () -> "result"));
    }

    @ParameterizedTest
    @EnumSource
    void thatIsNotWaitedForLetsItsSenderGoOn(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var open = block(target);
        var ran = new AtomicBoolean();
        Perform.onThread(target.thread(), () -> ran.set(true));

        assertFalse(ran.get());
        open.countDown();
        drain(target);
    }

    @ParameterizedTest
    @EnumSource
    void ofOneSenderRunsInItsOrder(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            Perform.onThread(target.thread(), () -> ran.add(number));
        }

        drain(target);
        assertEquals(IntStream.range(0, 10_000).boxed().toList(), ran);
    }

    @ParameterizedTest
    @EnumSource
    void keepsItsOrderWhetherItIsWaitedForOrNot(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 300; i += 3) {
            int number = i;
            Perform.onThread(target.thread(), () -> ran.add(number));
            Perform.onThread(target.thread(), () -> ran.add(number + 1));
            Perform.onThreadAndWait(target.thread(), () -> ran.add(number + 2));
        }

        assertEquals(IntStream.range(0, 300).boxed().toList(), ran);
    }

    @ParameterizedTest
    @EnumSource
    void onItsOwnThreadThatIsWaitedForRunsAtOnce(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        List<String> ran = new ArrayList<>();
        Perform.onThreadAndWait(target.thread(), () -> {
            Perform.onThread(target.thread(), () -> ran.add("queued"));
            Perform.onThreadAndWait(target.thread(), () -> ran.add("waited for"));
            return ran.add("after");
        });

        drain(target);
        assertEquals(List.of("waited for", "after", "queued"), ran);
    }

    @ParameterizedTest
    @EnumSource
    void onItsOwnThreadThatIsNotWaitedForIsQueued(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        List<String> ran = new ArrayList<>();
        Perform.onThreadAndWait(target.thread(), () -> {
            Perform.onThread(target.thread(), () -> ran.add("queued"));
            return ran.add("after");
        });

        drain(target);
        assertEquals(List.of("after", "queued"), ran);
    }

    @ParameterizedTest
    @EnumSource
    void seesWhatItsSenderWroteBefore(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        int[] plain = new int[1];
        for (int i = 1; i <= 1_000; i++) {
            plain[0] = i;
            int seen = Perform.onThreadAndWait(target.thread(), () -> plain[0]);

            assertEquals(i, seen);
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsItsSenderWhatItWrote(ThreadKind kind) throws Exception {
        int[] plain = new int[1];
        Perform.onThreadAndWait(startLoop(kind).thread(), () -> plain[0] = 42);

        assertEquals(42, plain[0]);
    }

    @ParameterizedTest
    @EnumSource
    void wakesALoopThatSleeps(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        for (int i = 0; i < 100; i++) {
            Awaitility.await().pollInterval(Duration.ofMillis(1)).until(target.loop()::isWaiting);

            assertEquals("awake", Perform.onThreadAndWait(target.thread(), () -> "awake"));
        }
    }
}
