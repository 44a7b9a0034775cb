package dev.runloop.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** {@link WorkQueue}: it loses nothing, and keeps the order of each producer. */
public final class WorkQueueStress {
    private WorkQueueStress() {}

    /**
     * Two producers put two elements each into a queue, in which they need a second chunk, while the loop takes them out:
     * in what order those of each have come out, and how often the queue was not empty and had nothing.
     */
    @Outcome(id = "12, 12, 0", expect = Expect.ACCEPTABLE, desc = "each in the order of its producer")
    @Outcome(id = ".*, .*, 0", expect = Expect.FORBIDDEN, desc = "an element is lost, or comes twice or out of order")
    @Outcome(id = ".*, .*, .*", expect = Expect.FORBIDDEN, desc = "the queue is not empty, and answers nothing")
    abstract static class Trial {
        static final int POLLS = 6;
        private static final int FIRST = 10;
        private static final int SECOND = 20;

        private int first; // of the first producer, what has come out, as the digits of a number
        private int second;
        private int missed; // how often the queue was not empty, and had nothing

        abstract void offer(Integer element);

        abstract @Nullable Integer poll();

        abstract boolean isEmpty();

        final void offerFirst() {
            offer(FIRST + 1);
            offer(FIRST + 2);
        }

        final void offerSecond() {
            offer(SECOND + 1);
            offer(SECOND + 2);
        }

        final void take() {
            for (int i = 0; i < POLLS; i++) {
                if (!isEmpty()) {
                    count(poll());
                }
            }
        }

        private void count(@Nullable Integer element) {
            if (element == null) {
                missed++;
            } else if (element < SECOND) {
                first = 10 * first + element - FIRST;
            } else {
                second = 10 * second + element - SECOND;
            }
        }

        /** Afterwards: the rest is taken out. */
        final void look(III_Result result) {
            take();
            result.r1 = first;
            result.r2 = second;
            result.r3 = missed;
        }
    }

    /** With the smallest chunks there are. */
    @JCStressTest
    @State
    public static class OfferAgainstPoll extends Trial {
        private final WorkQueue<Integer> queue = new WorkQueue<>(2);

        @Override
        void offer(Integer element) {
            var _ = queue.offer(element);
        }

        @Override
        @Nullable
        Integer poll() {
            return queue.poll();
        }

        @Override
        boolean isEmpty() {
            return queue.isEmpty();
        }

        @Actor
        public void first() {
            offerFirst();
        }

        @Actor
        public void second() {
            offerSecond();
        }

        @Actor
        public void loop() {
            take();
        }

        @Arbiter
        public void afterwards(III_Result result) {
            look(result);
        }
    }

    /** A queue of slots. */
    abstract static class SlotsTrial extends Trial {
        final AtomicReferenceArray<@Nullable Integer> slots = new AtomicReferenceArray<>(POLLS);
        int taken; // by the loop

        @Override
        final @Nullable Integer poll() {
            Integer first = slots.get(taken);
            if (first != null) {
                taken++;
            }
            return first;
        }
    }

    /** Takes a half-finished offer for none. */
    @JCStressTest
    @State
    public static class TwinPollsTooEarly extends SlotsTrial {
        private final AtomicInteger claimed = new AtomicInteger();

        @Override
        void offer(Integer element) {
            slots.set(claimed.getAndIncrement(), element);
        }

        @Override
        boolean isEmpty() {
            return claimed.get() == taken;
        }

        @Actor
        public void first() {
            offerFirst();
        }

        @Actor
        public void second() {
            offerSecond();
        }

        @Actor
        public void loop() {
            take();
        }

        @Arbiter
        public void afterwards(III_Result result) {
            look(result);
        }
    }

    /** Two may claim the same place. */
    @JCStressTest
    @State
    public static class TwinClaimsInTwoSteps extends SlotsTrial {
        private volatile int claimed;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // that is what is wrong
        void offer(Integer element) {
            slots.set(claimed++, element);
        }

        @Override
        boolean isEmpty() {
            return slots.get(taken) == null;
        }

        @Actor
        public void first() {
            offerFirst();
        }

        @Actor
        public void second() {
            offerSecond();
        }

        @Actor
        public void loop() {
            take();
        }

        @Arbiter
        public void afterwards(III_Result result) {
            look(result);
        }
    }
}
