package dev.runloop;

import static dev.runloop.RunLoopActivity.BEFORE_SOURCES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A callback")
class CalloutTest extends LoopTest {

    private static void fail(String what) {
        throw new IllegalArgumentException(what);
    }

    @Test
    @DisplayName("that throws is reported, and the rest of the pass goes on")
    void throwingCallbacksAreReported() throws Exception {
        onLoop(loop -> {
            List<String> reported = new ArrayList<>();
            loop.setExceptionHandler((thread, e) -> reported.add(e.getMessage()));
            at(loop, MODE, EnumSet.of(BEFORE_SOURCES), () -> fail("observer"));
            loop.perform(MODE, () -> fail("block"));
            loop.perform(MODE, () -> trace.add("block"));
            signalled(loop, MODE, "source", () -> fail("source"));
            signalled(loop, MODE, "other source", () -> {});
            loop.add(timer("timer", 0, 0, () -> fail("timer")), MODE);
            timer(loop, MODE, "other timer", 0, 0);
            assertEquals(RunLoopResult.TIMED_OUT, poll(loop, MODE));
            assertEquals(List.of("observer", "block", "source", "timer"), reported);
            assertEquals(List.of("block", "source", "other source", "timer@0", "other timer@0"), trace);
        });
    }

    @Test
    @DisplayName("that throws leaves a repeating timer on its grid and a one-shot timer invalid")
    void throwingTimersStayInOrder() throws Exception {
        onLoop(loop -> {
            loop.setExceptionHandler((thread, e) -> {});
            RunLoopTimer once = timer("once", 5, 0, () -> fail("once"));
            loop.add(once, MODE);
            loop.add(timer("tick", 10, 10, () -> fail("tick")), MODE);
            runFor(loop, MODE, 25);
            assertEquals(List.of("once@5", "tick@10", "tick@20"), trace);
            assertFalse(once.isValid());
        });
    }

    @Test
    @DisplayName("of schedule or cancel that throws does not keep the item from coming or going")
    void throwingScheduleAndCancel() throws Exception {
        onLoop(loop -> {
            List<String> reported = new ArrayList<>();
            loop.setExceptionHandler((thread, e) -> reported.add(e.getMessage()));
            var source = Source0.create(new Source0.Callbacks() {
                @Override
                public void perform() {}

                @Override
                public void schedule(RunLoop in, RunLoopMode mode) {
                    fail("schedule");
                }

                @Override
                public void cancel(RunLoop in, RunLoopMode mode) {
                    fail("cancel");
                }
            });
            loop.add(source, MODE);
            assertTrue(loop.contains(source, MODE));
            loop.remove(source, MODE);
            assertFalse(loop.contains(source, MODE));
            assertEquals(List.of("schedule", "cancel"), reported);
        });
    }

    @Test
    @DisplayName("that throws before an exception handler that throws still does not end the loop")
    void throwingHandler() throws Exception {
        onLoop(loop -> {
            loop.setExceptionHandler((thread, e) -> fail("handler"));
            loop.perform(MODE, () -> fail("block"));
            loop.perform(MODE, () -> trace.add("next"));
            poll(loop, MODE);
            assertEquals(List.of("next"), trace);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("that throws is told to the thread's own handler, if the loop has none")
    void defaultHandlerIsTheThreads(ThreadKind kind) throws Exception {
        var reported = new ConcurrentLinkedQueue<String>();
        RunLoopThread thread = startLoop(kind.loopThread()
                .factory(kind.thread()
                        .uncaughtExceptionHandler((on, e) -> reported.add(e.getMessage()))
                        .factory()));
        thread.loop().perform(() -> fail("block"));
        thread.loop().wakeUp();
        Awaitility.await().until(() -> !reported.isEmpty());
        assertEquals(List.of("block"), List.copyOf(reported));
    }

    @Test
    @DisplayName("names itself in the stack trace")
    void isVisibleInTheStackTrace() throws Exception {
        onLoop(loop -> {
            Set<String> frames = new java.util.TreeSet<>();
            Runnable look = () -> StackWalker.getInstance().forEach(frame -> frames.add(frame.getMethodName()));
            at(loop, MODE, EnumSet.of(BEFORE_SOURCES), look);
            loop.perform(MODE, look);
            signalled(loop, MODE, "source", look);
            loop.add(timer("timer", 0, 0, look), MODE);
            poll(loop, MODE);
            frames.removeIf(name -> !name.startsWith("callingOutTo"));
            assertEquals(
                    Set.of("callingOutToObserver", "callingOutToBlock", "callingOutToSource0", "callingOutToTimer"),
                    frames);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("does not see an interrupt that came while the loop slept; the caller of the run does, afterwards")
    void interruptIsPutAside(ThreadKind kind) throws Exception {
        var interrupted = new ConcurrentLinkedQueue<Boolean>();
        var running = new CountDownLatch(1);
        Thread thread = start(kind, () -> {
            RunLoop loop = RunLoop.current();
            keep(loop, RunLoopMode.DEFAULT);
            running.countDown();
            loop.run();
            interrupted.add(Thread.interrupted());
        });
        await(running);
        RunLoop loop = RunLoop.of(thread);
        Awaitility.await().until(loop::isWaiting);
        thread.interrupt();
        Awaitility.await().until(() -> !thread.isInterrupted() && loop.isWaiting());
        loop.perform(() -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            loop.stop();
        });
        loop.wakeUp();
        thread.join();
        assertEquals(List.of(false, true), List.copyOf(interrupted));
    }
}
