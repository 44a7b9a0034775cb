package dev.runloop.executors.confined;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.varhandle.unpadded.MpscLinkedVarHandleUnpaddedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link CarrierState}: the work of confined threads is not left lying. */
public final class CarrierStateStress {
    private CarrierStateStress() {}

    /**
     * A carrier of confined threads finds no more work and goes, while a producer brings some: how many threads are about
     * to carry that. What would be done about it is only noted: whether the source is in the loop and signalled, whether
     * a waiting helper was woken, and how many successors were started.
     */
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "one carries the work")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "the work is left lying")
    @Outcome(id = "2", expect = Expect.FORBIDDEN, desc = "two carry at the same time")
    abstract static class Trial implements CarrierState.Carrying {
        private final Queue<String> queue = new MpscLinkedVarHandleUnpaddedQueue<>();
        private final AtomicInteger successors = new AtomicInteger();
        private volatile boolean isInLoop;
        private volatile boolean isSignalled;
        private volatile boolean isHelperWoken;

        /** The producer. */
        final void offerTo(Runnable wake) {
            queue.offer("work");
            wake.run();
        }

        /** How many carry in the end, by the loop. */
        final int inLoop() {
            return isInLoop && isSignalled ? 1 : 0;
        }

        /** How many carry in the end, if the helper waits, or does not. */
        final int helping(boolean waits) {
            return !waits || isHelperWoken ? 1 : 0;
        }

        /** How many carry in the end, after the carrier of the loop. */
        final int succeeding() {
            return successors.get();
        }

        @Override
        public boolean hasWork() {
            return !queue.isEmpty();
        }

        @Override
        public boolean isNeeded() {
            return hasWork();
        }

        @Override
        public void enterLoop() {
            isInLoop = true;
        }

        @Override
        public void leaveLoop() {
            isInLoop = false;
        }

        @Override
        public void signal() {
            isSignalled = true;
        }

        @Override
        public void wakeHelper() {
            isHelperWoken = true;
        }

        @Override
        public void startSuccessor() {
            successors.incrementAndGet();
        }
    }

    /** The protocol itself. */
    abstract static class RealTrial extends Trial {
        final CarrierState state = new CarrierState(this);
    }

    /** Looks for work first, and says that it goes second: what is brought between the two is left lying. */
    abstract static class HastyTrial extends Trial {
        private volatile boolean isThere = true; // the carrier

        final boolean goes() {
            if (hasWork()) {
                return false;
            }
            isThere = false;
            return true;
        }

        final boolean isThere() {
            return isThere;
        }
    }

    /** The carrier takes the source of the threads out of the loop. */
    @JCStressTest
    @State
    @SuppressWarnings("this-escape") // it is not called back before the actors act
    public static class LeaveAgainstWake extends RealTrial {
        public LeaveAgainstWake() {
            state.enter();
        }

        @Actor
        public void carrier() {
            state.leave();
        }

        @Actor
        public void producer() {
            offerTo(state::wake);
        }

        @Arbiter
        public void end(I_Result result) {
            result.r1 = inLoop();
        }
    }

    /** The twin of {@link LeaveAgainstWake}. */
    @JCStressTest
    @State
    @SuppressWarnings("this-escape")
    public static class TwinLeavesTooEarly extends HastyTrial {
        public TwinLeavesTooEarly() {
            enterLoop();
        }

        private void wake() {
            if (!isThere()) {
                enterLoop();
            }
            signal();
        }

        @Actor
        public void carrier() {
            if (goes()) {
                leaveLoop();
            }
        }

        @Actor
        public void producer() {
            offerTo(this::wake);
        }

        @Arbiter
        public void end(I_Result result) {
            result.r1 = inLoop();
        }
    }

    /** The carrier goes on after the end of the loop, and rests. */
    @JCStressTest
    @State
    @SuppressWarnings("this-escape")
    public static class RestAgainstWake extends RealTrial {
        public RestAgainstWake() {
            state.end();
        }

        @Actor
        public void carrier() {
            state.rest();
        }

        @Actor
        public void producer() {
            offerTo(state::wake);
        }

        @Arbiter
        public void end(I_Result result) {
            result.r1 = succeeding();
        }
    }

    /** The twin of {@link RestAgainstWake}. */
    @JCStressTest
    @State
    public static class TwinRestsTooEarly extends HastyTrial {
        private void wake() {
            if (!isThere()) {
                startSuccessor();
            }
        }

        @Actor
        public void carrier() {
            if (!goes()) {
                startSuccessor();
            }
        }

        @Actor
        public void producer() {
            offerTo(this::wake);
        }

        @Arbiter
        public void end(I_Result result) {
            result.r1 = succeeding();
        }
    }

    /** The carrier helps, outside of any pass, and waits. */
    @JCStressTest
    @State
    @SuppressWarnings("this-escape")
    public static class WaitAgainstWake extends RealTrial {
        private boolean waits; // by the carrier

        public WaitAgainstWake() {
            state.enter();
        }

        @Actor
        public void carrier() {
            state.beginHelping();
            waits = !hasWork();
        }

        @Actor
        public void producer() {
            offerTo(state::wake);
        }

        @Arbiter
        public void end(I_Result result) {
            result.r1 = helping(waits);
        }
    }

    /** The twin of {@link WaitAgainstWake}. */
    @JCStressTest
    @State
    public static class TwinWaitsTooEarly extends HastyTrial {
        private boolean waits; // by the carrier

        private void wake() {
            if (!isThere()) {
                wakeHelper();
            }
        }

        @Actor
        public void carrier() {
            waits = goes();
        }

        @Actor
        public void producer() {
            offerTo(this::wake);
        }

        @Arbiter
        public void end(I_Result result) {
            result.r1 = helping(waits);
        }
    }
}
