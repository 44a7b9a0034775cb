package dev.runloop.internal;

import dev.runloop.bench.stress.Pace;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * {@link InFlight}: the loop of a key does not end on a block that has just come, and one thread is told of the end of
 * all.
 */
public final class InFlightStress {
    private InFlightStress() {}

    /** A block comes for the loop of a key (first), which ends because it is idle (second). */
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the block came first, and it stays open")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "it was closed first, and the visitor knows")
    @Outcome(id = "1, 1", expect = Expect.FORBIDDEN, desc = "closed on a block that is inside: it would be lost")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "refused by a place that is open")
    abstract static class EnterTrial {}

    /** The protocol itself. */
    @JCStressTest
    @State
    public static class EnterAgainstClose extends EnterTrial {
        private final InFlight inFlight = new InFlight();

        @Actor
        public void visitor(II_Result result) {
            result.r1 = inFlight.enter() ? 1 : 0;
        }

        @Actor
        public void loop(II_Result result) {
            result.r2 = inFlight.closeIfEmpty() ? 1 : 0;
        }
    }

    /** Looks first whether anything is inside, and closes second. */
    @JCStressTest
    @State
    public static class TwinClosesTooLate extends EnterTrial {
        private final AtomicInteger inside = new AtomicInteger();
        private volatile boolean closed;

        @Actor
        public void visitor(II_Result result) {
            if (!closed) {
                inside.incrementAndGet();
                result.r1 = 1;
            }
        }

        @Actor
        public void loop(II_Result result) {
            if (inside.get() == 0) {
                closed = true;
                result.r2 = 1;
            }
        }
    }

    /** The last block of keyed loops leaves (first) while they are closed (second). */
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the last one was still inside when it was closed")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "it was empty when it was closed")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "neither is told: the end is never carried through")
    @Outcome(id = "1, 1", expect = Expect.FORBIDDEN, desc = "both are told: the end comes twice")
    abstract static class LeaveTrial {}

    /** The protocol itself. */
    @JCStressTest
    @State
    public static class LeaveAgainstClose extends LeaveTrial {
        private final InFlight inFlight = new InFlight();

        public LeaveAgainstClose() {
            var _ = inFlight.enter();
        }

        @Actor
        public void last(II_Result result) {
            result.r1 = inFlight.leave() ? 1 : 0;
        }

        @Actor
        public void closer(II_Result result) {
            result.r2 = inFlight.close() ? 1 : 0;
        }
    }

    /** Notes the change first, and looks at what the other has noted second. */
    @JCStressTest
    @State
    public static class TwinEndsTwice extends LeaveTrial {
        private final AtomicInteger inside = new AtomicInteger(1);
        private volatile boolean closed;

        @Actor
        public void last(II_Result result) {
            boolean isLast = inside.decrementAndGet() == 0;
            Pace.leaveRoom();
            result.r1 = isLast && closed ? 1 : 0;
        }

        @Actor
        public void closer(II_Result result) {
            closed = true;
            result.r2 = inside.get() == 0 ? 1 : 0;
        }
    }
}
