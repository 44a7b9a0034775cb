package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;
import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A perform on the main thread")
class MainThreadTest extends PerformTest {

    /** A thread that has declared itself the main one. */
    private RunLoopThread startMain(ThreadKind kind) throws InterruptedException {
        var main = startLoop(kind);
        Perform.onThreadAndWait(main.thread(), RunLoop::declareMain);
        return main;
    }

    @AfterEach
    void declareALivingThreadMainAgain() {
        RunLoop.declareMain();
    }

    @ParameterizedTest
    @EnumSource
    void runsOnTheThreadThatHasDeclaredItself(ThreadKind kind) throws Exception {
        var main = startMain(kind);

        assertSame(main.thread(), Perform.onMainThreadAndWait(Thread::currentThread));
    }

    @ParameterizedTest
    @EnumSource
    void thatIsNotWaitedForRunsThereToo(ThreadKind kind) throws Exception {
        var main = startMain(kind);
        List<Thread> ranOn = new ArrayList<>();
        var ran = new CountDownLatch(1);
        Perform.onMainThread(() -> {
            ranOn.add(Thread.currentThread());
            ran.countDown();
        });

        await(ran);
        assertEquals(List.of(main.thread()), ranOn);
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheOrderOfItsSender(ThreadKind kind) throws Exception {
        startMain(kind);
        List<Integer> ran = new ArrayList<>();
        Perform.onMainThread(() -> ran.add(1));
        Perform.onMainThread(() -> ran.add(2));
        Perform.onMainThreadAndWait(() -> ran.add(3));

        assertEquals(List.of(1, 2, 3), ran);
    }

    @ParameterizedTest
    @EnumSource
    void followsTheThreadThatDeclaresItselfLast(ThreadKind kind) throws Exception {
        startMain(kind);
        var last = startMain(kind);

        assertSame(last.thread(), Perform.onMainThreadAndWait(Thread::currentThread));
    }

    @ParameterizedTest
    @EnumSource
    void fromTheMainThreadRunsAtOnceIfItIsWaitedFor(ThreadKind kind) throws Exception {
        startMain(kind);
        List<String> ran = new ArrayList<>();
        Perform.onMainThreadAndWait(() -> {
            Perform.onMainThreadAndWait(() -> ran.add("inner"));
            return ran.add("outer");
        });

        assertEquals(List.of("inner", "outer"), ran);
    }
}
