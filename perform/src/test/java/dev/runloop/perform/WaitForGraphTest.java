package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopMode;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The protocol that finds cycles of waits")
class WaitForGraphTest extends ConcurrentTest {
    private static final int ROUNDS = 20_000;

    /** A request to a thread that does not matter otherwise. */
    private static class Stub extends Request<Object> {
        private final Thread performer;

        Stub(Thread performer) {
            super(Object::new);
            this.performer = performer;
        }

        @Override
        Thread performer() {
            return performer;
        }

        @Override
        boolean canRunIn(RunLoopMode mode) {
            return false;
        }

        @Override
        void withdraw() {}
    }

    private static Thread thread() {
        return Thread.ofPlatform().unstarted(() -> {});
    }

    private static PendingWait published(Thread waiter, Request<?> request) {
        PendingWait wait = plain(waiter, request);
        wait.publish();
        return wait;
    }

    private static PendingWait plain(Thread waiter, Request<?> request) {
        return new PendingWait(waiter, request, null, false, () -> {});
    }

    /** The cycle that a wait is told of. */
    private static List<Thread> cycleOf(PendingWait wait) {
        return assertThrows(DeadlockException.class, wait::throwIfTold).threads();
    }

    // ---- what is a cycle ----

    @Test
    void findsTheCycleFromWhoClosesIt() {
        Thread a = thread();
        Thread b = thread();
        Thread c = thread();
        PendingWait ab = published(a, new Stub(b));
        PendingWait bc = published(b, new Stub(c));
        assertFalse(bc.look());
        PendingWait ca = published(c, new Stub(a));

        assertTrue(ca.look());
        assertEquals(List.of(c, a, b), cycleOf(ca));
        List.of(ab, bc, ca).forEach(PendingWait::end);
    }

    @Test
    void leavesACycleOfOthersToThem() {
        Thread a = thread();
        Thread b = thread();
        PendingWait ab = published(a, new Stub(b));
        PendingWait ba = published(b, new Stub(a));
        PendingWait ca = published(thread(), new Stub(a));

        assertFalse(ca.look());
        List.of(ab, ba, ca).forEach(PendingWait::end);
    }

    @Test
    void doesNotCountARequestThatIsDone() {
        Thread a = thread();
        Thread b = thread();
        var request = new Stub(b);
        PendingWait ab = published(a, request);
        PendingWait ba = published(b, new Stub(a));
        request.call();

        assertFalse(ba.look());
        List.of(ab, ba).forEach(PendingWait::end);
    }

    /** While the walk from a is at b, the wait of b ends, and only then that of c begins. */
    private static final class ChangesWhileWalked {
        private final Thread a = thread();
        private final Thread b = thread();
        private final Thread c = thread();
        private final AtomicInteger looks = new AtomicInteger();
        private PendingWait bc;
        private PendingWait ca;
        private final PendingWait ab = published(a, new Stub(b));

        ChangesWhileWalked() {
            bc = published(b, new Stub(c) {
                @Override
                Thread performer() {
                    if (looks.incrementAndGet() == 1) {
                        bc.end();
                        ca = published(c, new Stub(a));
                    }
                    return super.performer();
                }
            });
        }
    }

    @Test
    void doesNotReportEdgesThatWereNeverThereTogether() {
        var graph = new ChangesWhileWalked();

        assertFalse(graph.ab.look());
        assertTrue(graph.looks.get() >= 1);
        List.of(graph.ab, graph.ca).forEach(PendingWait::end);
    }

    // ---- two that wait for each other at the same time ----

    /** How a thread that is about to wait looks for a cycle. Returns whether it has found one. */
    @FunctionalInterface
    private interface Protocol {
        boolean begin(PendingWait wait, Runnable between);
    }

    private static final Protocol OURS = (wait, between) -> {
        wait.publish();
        between.run();
        return wait.look();
    };

    /** The broken twin: looks first. */
    private static final Protocol WALKS_BEFORE_IT_PUBLISHES = (wait, between) -> {
        boolean found = wait.look();
        between.run();
        wait.publish();
        return found;
    };

    /** How many cycles nobody has found, of those that two threads close at the same time. */
    private int missed(Protocol protocol, int rounds, boolean inStep) throws Exception {
        Thread a = thread();
        Thread b = thread();
        var barrier = new CyclicBarrier(2);
        var found = new AtomicInteger();
        int[] missed = new int[1];
        Runnable between = inStep ? () -> meet(barrier) : () -> {};
        Thread one = start(ThreadKind.PLATFORM, () -> {
            for (int i = 0; i < rounds; i++) {
                found.set(0);
                var begun = plain(a, new Stub(b));
                meet(barrier);
                found.addAndGet(protocol.begin(begun, between) ? 1 : 0);
                meet(barrier);
                missed[0] += found.get() == 0 ? 1 : 0;
                begun.end();
            }
        });
        Thread other = start(ThreadKind.PLATFORM, () -> {
            for (int i = 0; i < rounds; i++) {
                var begun = plain(b, new Stub(a));
                meet(barrier);
                found.addAndGet(protocol.begin(begun, between) ? 1 : 0);
                meet(barrier);
                begun.end();
            }
        });
        assertTrue(one.join(PATIENCE));
        assertTrue(other.join(PATIENCE));
        return missed[0];
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void findsEachCycleThatTwoCloseAtTheSameTime() throws Exception {
        assertEquals(0, missed(OURS, ROUNDS, false));
        assertEquals(0, missed(OURS, 100, true));
    }

    @Test
    void isNotFoundByATwinThatWalksBeforeItPublishes() throws Exception {
        assertEquals(100, missed(WALKS_BEFORE_IT_PUBLISHES, 100, true));
    }

    // ---- the real thing ----

    @ParameterizedTest
    @EnumSource
    void leavesNothingBehind(ThreadKind kind) throws Exception {
        var loop = startLoop(kind);
        for (int i = 0; i < 100; i++) {
            Perform.onThreadAndWait(loop.thread(), () -> null);
        }
        assertThrows(
                IllegalStateException.class,
                () -> Perform.onThreadAndWait(loop.thread(), () -> {
                    throw new IllegalStateException("thrown by a perform");
                }));

        assertFalse(PendingWait.isWaiting(Thread.currentThread()));
    }
}
