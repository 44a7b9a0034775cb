package dev.runloop.executors.confined;

import java.util.Queue;
import org.jctools.queues.varhandle.unpadded.MpscLinkedVarHandleUnpaddedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link Doze}: the thread of a loop that only carries does not sleep on work. */
public final class DozeStress {
    private DozeStress() {}

    /** A carrier finds no work and goes to sleep, while a producer brings some. Sleep and waking are only noted. */
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the work is carried")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "the work is left lying")
    abstract static class Trial {
        private final Queue<String> queue = new MpscLinkedVarHandleUnpaddedQueue<>();
        private volatile boolean isAsleep;
        private volatile boolean isWoken;

        final boolean hasWork() {
            return !queue.isEmpty();
        }

        /** The producer. */
        final void offerTo(Runnable wake) {
            queue.offer("work");
            wake.run();
        }

        /** The carrier. */
        final void sleeps(boolean isAsleep) {
            this.isAsleep = isAsleep;
        }

        /** The producer: ends the sleep, or the next one. */
        final void wake() {
            isWoken = true;
        }

        /** How many carry in the end. */
        final int carrying() {
            return !isAsleep || isWoken ? 1 : 0;
        }
    }

    /** The protocol itself. */
    @JCStressTest
    @State
    @SuppressWarnings("this-escape") // it is not called back before the actors act
    public static class DozeAgainstWake extends Trial {
        private final Doze doze = new Doze(this::wake);

        @Actor
        public void carrier() {
            sleeps(doze.begin(this::hasWork));
        }

        @Actor
        public void producer() {
            offerTo(doze::wake);
        }

        @Arbiter
        public void end(I_Result result) {
            result.r1 = carrying();
        }
    }

    /** Looks for work first and says that it dozes second. */
    @JCStressTest
    @State
    public static class TwinDozesTooEarly extends Trial {
        private volatile boolean isDozing;

        private void wakeIfDozing() {
            if (isDozing) {
                wake();
            }
        }

        @Actor
        public void carrier() {
            boolean hasWork = hasWork();
            isDozing = true;
            sleeps(!hasWork);
        }

        @Actor
        public void producer() {
            offerTo(this::wakeIfDozing);
        }

        @Arbiter
        public void end(I_Result result) {
            result.r1 = carrying();
        }
    }
}
