package dev.runloop.perform;

import dev.runloop.RunLoopMode;
import dev.runloop.bench.stress.Pace;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link PendingWait}: of threads that come to wait for each other one sees it. */
public final class PendingWaitStress {
    private static final RunLoopMode SERVED = RunLoopMode.of("served");

    private PendingWaitStress() {}

    /** Which of two threads that begin to wait for one another sees the circle. */
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the first closed it and saw it")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the second closed it and saw it")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both saw it")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "neither saw it: both wait for ever")
    private interface CircleOutcomes {}

    /** What is waited for. */
    private static final class Awaited extends Request<@Nullable Object> {
        private final Thread performer;

        Awaited(Thread performer) {
            super(() -> null);
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

    /** A plain wait for something that has not begun, and cannot while its thread waits. */
    private static PendingWait plain(Thread waiter, Thread performer) {
        return new PendingWait(waiter, new Awaited(performer), null, false, () -> {});
    }

    /** Two threads, which need not run. */
    abstract static class Trial {
        final Thread first = Thread.ofVirtual().unstarted(() -> {});
        final Thread second = Thread.ofVirtual().unstarted(() -> {});
    }

    /** Two threads begin to wait for one another. */
    abstract static class WaitTrial extends Trial {
        final PendingWait firstWait = plain(first, second);
        final PendingWait secondWait = plain(second, first);

        final void end() {
            firstWait.end();
            secondWait.end();
        }
    }

    /** The protocol itself. */
    @JCStressTest
    @JCStressMeta(CircleOutcomes.class)
    @State
    public static class WaitAgainstWait extends WaitTrial {
        private static int begin(PendingWait wait) {
            wait.publish();
            return wait.look() ? 1 : 0;
        }

        @Actor
        public void first(II_Result result) {
            result.r1 = begin(firstWait);
        }

        @Actor
        public void second(II_Result result) {
            result.r2 = begin(secondWait);
        }

        @Arbiter
        public void forget(II_Result result) {
            end();
        }
    }

    /** Looks for a circle first and makes its wait known second. */
    @JCStressTest
    @JCStressMeta(CircleOutcomes.class)
    @State
    public static class TwinLooksBeforeItWaits extends WaitTrial {
        private static int begin(PendingWait wait) {
            boolean isInCircle = wait.look();
            wait.publish();
            return isInCircle ? 1 : 0;
        }

        @Actor
        public void first(II_Result result) {
            result.r1 = begin(firstWait);
        }

        @Actor
        public void second(II_Result result) {
            result.r2 = begin(secondWait);
        }

        @Arbiter
        public void forget(II_Result result) {
            end();
        }
    }

    /**
     * A thread begins to wait for another, which finds nothing to do in the mode that it serves while it waits, and which
     * is not for what the thread waits for.
     */
    abstract static class RestTrial extends Trial {
        private volatile boolean wasAsked; // to look for a circle, or was told of one
        final PendingWait serving = new PendingWait(first, begun(second), SERVED, false, () -> wasAsked = true);
        private PendingWait plain = plain(second, first); // by the second

        RestTrial() {
            serving.publish();
        }

        private static Request<?> begun(Thread performer) {
            var awaited = new Awaited(performer);
            var _ = awaited.begin();
            return awaited;
        }

        /** The first finds nothing to do in its mode: whether it sees the circle. */
        final boolean rest() {
            serving.beginPass();
            serving.settle();
            return serving.look();
        }

        /** The second: whether it sees the circle. */
        final int beginPlain() {
            plain = plain(second, first);
            plain.publish();
            return plain.look() ? 1 : 0;
        }

        /** Afterwards: the first looks again if it was asked to, and in the right order, so that only the race may be wrong. */
        final void lookAgain(II_Result result) {
            if (wasAsked && rest()) {
                result.r1 = 1;
            }
            serving.end();
            plain.end();
        }
    }

    /** The protocol itself. */
    @JCStressTest
    @JCStressMeta(CircleOutcomes.class)
    @State
    @SuppressWarnings("this-escape") // it is not called back before the actors act
    public static class WaitAgainstRest extends RestTrial {
        @Actor
        public void first(II_Result result) {
            result.r1 = rest() ? 1 : 0;
        }

        @Actor
        public void second(II_Result result) {
            result.r2 = beginPlain();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            lookAgain(result);
        }
    }

    /** Looks for a circle first and says that it rests second. */
    @JCStressTest
    @JCStressMeta(CircleOutcomes.class)
    @State
    @SuppressWarnings("this-escape")
    public static class TwinRestsUnseen extends RestTrial {
        @Actor
        public void first(II_Result result) {
            serving.beginPass();
            boolean isInCircle = serving.look();
            Pace.leaveRoom();
            serving.settle();
            result.r1 = isInCircle ? 1 : 0;
        }

        @Actor
        public void second(II_Result result) {
            result.r2 = beginPlain();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            lookAgain(result);
        }
    }
}
