package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.test.ThreadKind;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A perform that is taken back")
class TakenBackTest extends PerformTest {
    private static final Duration LATER = Duration.ofDays(1);
    private static final Selector<Object, Object, Void> TAKE = Selector.of("take", (target, argument) -> {});

    /** While its loop is busy, another thread cancels what it has asked for; nothing waits for the loop to look at it. */
    @ParameterizedTest
    @EnumSource
    void leavesTheIndexOfABusyLoopAtOnce(ThreadKind kind) throws Exception {
        RunLoopThread thread = startLoop(kind);
        List<WeakReference<Object>> released = new ArrayList<>();
        List<PerformRequest<?>> requests = new ArrayList<>();
        Perform.onThreadAndWait(thread.thread(), () -> {
            for (int i = 0; i < 1000; i++) {
                var target = new Object();
                requests.add(Perform.afterDelay(LATER, TAKE.on(target, new Object())));
                released.add(new WeakReference<>(target));
            }
        });
        CountDownLatch open = block(thread);
        requests.forEach(PerformRequest::cancel);

        assertEquals(0, DelayedPerforms.pending(thread.loop()));
        Awaitility.await().until(() -> {
            System.gc();
            return released.stream().map(WeakReference::get).noneMatch(Objects::nonNull);
        });
        open.countDown();
    }

    @ParameterizedTest
    @EnumSource
    void isTakenBackAlsoByACompletionOfItsFuture(ThreadKind kind) throws Exception {
        RunLoopThread thread = startLoop(kind);
        Perform.onThreadAndWait(thread.thread(), () -> {
            Perform.afterDelay(LATER, () -> "late").future().complete("early");
            Perform.afterDelay(LATER, () -> "late").future().completeExceptionally(new IllegalStateException());
        });

        assertEquals(0, DelayedPerforms.pending(thread.loop()));
    }

    /** Its equals may do what it likes; the others are cancelled all the same. */
    @ParameterizedTest
    @EnumSource
    void isTakenBackWhateverTheEqualsOfAnotherArgumentDoes(ThreadKind kind) throws Exception {
        RunLoopThread thread = startLoop(kind);
        Perform.onThreadAndWait(thread.thread(), () -> {
            var target = new Object();
            List<PerformRequest<?>> requests = new ArrayList<>();
            var argument = new Argument(() -> {});
            requests.add(Perform.afterDelay(LATER, TAKE.on(target, argument)));
            requests.add(Perform.afterDelay(LATER, TAKE.on(target, new Argument(() -> {
                throw new IllegalStateException("equals");
            }))));
            requests.add(Perform.afterDelay(
                    LATER, TAKE.on(target, new Argument(() -> requests.get(2).cancel()))));
            requests.add(Perform.afterDelay(LATER, TAKE.on(target, argument)));

            assertThrows(
                    IllegalStateException.class,
                    () -> Perform.cancelPreviousPerformRequests(TAKE.on(target, new Argument(() -> {}))));
            assertEquals(
                    List.of(true, false, true, true),
                    requests.stream().map(PerformRequest::isCancelled).toList());
            assertTrue(requests.get(1).cancel());
        });
    }

    /** Equal to all others, which are asked. */
    private record Argument(Runnable whenCompared) {
        @Override
        public boolean equals(Object other) {
            ((Argument) other).whenCompared.run();
            return true;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotRunIfItWasToRunInAModeThatDoesNotCome(ThreadKind kind) throws Exception {
        RunLoopThread thread = startLoop(kind);
        Performer never = Perform.on(thread.thread()).in(RunLoopMode.of("never"));
        for (int i = 0; i < 1000; i++) {
            assertTrue(never.perform(() -> {}).cancel());
        }
        drain(thread);
    }
}
