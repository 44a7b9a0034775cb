package dev.runloop.internal;

import java.util.Queue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link PublishedDeadline}: a task with a later deadline is found when the timer fires, or the loop is told of it. */
public final class PublishedDeadlineStress {
    private PublishedDeadlineStress() {}

    /** The timer of a loop fires (first) while a producer offers a task with a later deadline (second). */
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the loop found it, and was not told")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the loop found it, and was told too")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the loop found nothing and was told")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the loop found nothing, and is not told")
    abstract static class Trial {
        private static final long DEADLINE = 10;

        final PublishedDeadline published = new PublishedDeadline();
        private final Queue<Integer> arrivals = MpscQueues.forSignals(Thread.currentThread());

        Trial() {
            published.publish(DEADLINE - 1);
        }

        /** The loop: whether it finds the task. */
        final boolean findsIt() {
            return arrivals.poll() != null;
        }

        /** The producer: whether it tells the loop. */
        final int offer() {
            arrivals.offer(1);
            return published.isNoLaterThan(DEADLINE) ? 0 : 1;
        }
    }

    /** The protocol itself. */
    @JCStressTest
    @State
    public static class OfferAgainstPublishedDeadline extends Trial {
        @Actor
        public void loop(II_Result result) {
            published.withdraw();
            result.r1 = findsIt() ? 0 : 1;
        }

        @Actor
        public void producer(II_Result result) {
            result.r2 = offer();
        }
    }

    /** Looks before it withdraws the deadline. */
    @JCStressTest
    @State
    public static class TwinRingsTooLate extends Trial {
        @Actor
        public void loop(II_Result result) {
            boolean found = findsIt();
            published.withdraw();
            result.r1 = found ? 0 : 1;
        }

        @Actor
        public void producer(II_Result result) {
            result.r2 = offer();
        }
    }
}
