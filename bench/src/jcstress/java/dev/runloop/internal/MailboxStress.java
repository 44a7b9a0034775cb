package dev.runloop.internal;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link Mailbox}: it leaves no message unseen, and no sender waiting for a place that is free. */
public final class MailboxStress {
    private static final String MESSAGE = "message";

    private MailboxStress() {}

    /**
     * A sender against a consumer that takes out the only message and settles: how often the consumer is called for the
     * second message.
     */
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the consumer was called for the second message, once")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the second message lies there unseen, or two were called for it")
    abstract static class SettleTrial {
        static final int PLACES = 2;

        volatile int calls;

        @SuppressWarnings("NonAtomicVolatileUpdate") // by one at a time: that is what a mailbox is for
        final void called() {
            calls++;
        }
    }

    /** The protocol itself. */
    @JCStressTest
    @State
    @SuppressWarnings("this-escape") // it is not called back before the actors act
    public static class SendAgainstSettle extends SettleTrial {
        private final Mailbox<String> mailbox = new Mailbox<>(PLACES, this::called);

        public SendAgainstSettle() {
            mailbox.offer(MESSAGE);
            calls = 0;
        }

        @Actor
        public void consumer() {
            mailbox.poll();
            mailbox.settle();
        }

        @Actor
        public void sender() {
            mailbox.offerOrAnnounce(MESSAGE);
        }

        @Arbiter
        public void afterwards(I_Result result) {
            result.r1 = calls;
        }
    }

    /** Settles with a look that comes too early: what is offered after it finds the mailbox still claimed. */
    @JCStressTest
    @State
    public static class TwinSettlesTooEarly extends SettleTrial {
        private final Queue<String> queue = new MpscVarHandleArrayQueue<>(PLACES);
        private final AtomicBoolean claimed = new AtomicBoolean(true);

        public TwinSettlesTooEarly() {
            queue.offer(MESSAGE);
        }

        @Actor
        public void consumer() {
            queue.poll();
            boolean empty = queue.isEmpty();
            if (empty) {
                claimed.set(false);
            } else {
                called();
            }
        }

        @Actor
        public void sender() {
            if (queue.offer(MESSAGE) && !claimed.get() && claimed.compareAndSet(false, true)) {
                called();
            }
        }

        @Arbiter
        public void afterwards(I_Result result) {
            result.r1 = calls;
        }
    }

    /**
     * A sender that finds no place against a consumer that makes one free. The sender does not really wait: whether it
     * would (first), and whether it was let go on (second), is only noted.
     */
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the sender found the place")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the sender announced that it waits, and found the place")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the sender waits, and is let go on")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the sender waits while there is a place")
    abstract static class TakeTrial {
        static final int PLACES = 1;
    }

    /** The protocol itself. */
    @JCStressTest
    @State
    public static class WaitAgainstTake extends TakeTrial {
        private final Mailbox<String> mailbox = new Mailbox<>(PLACES, () -> {});

        public WaitAgainstTake() {
            mailbox.offer(MESSAGE);
        }

        @Actor
        public void consumer() {
            mailbox.poll();
        }

        @Actor
        public void sender(II_Result result) {
            result.r1 = mailbox.offerOrAnnounce(MESSAGE) ? 0 : 1;
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r2 = mailbox.freedPlaces() > 0 ? 1 : 0;
        }
    }

    /** Looks for senders that wait before it makes a place free. */
    @JCStressTest
    @State
    public static class TwinTakesTooEarly extends TakeTrial {
        private final Queue<String> queue = new MpscVarHandleArrayQueue<>(PLACES);
        private final AtomicInteger waiting = new AtomicInteger();
        private volatile boolean freed;

        public TwinTakesTooEarly() {
            queue.offer(MESSAGE);
        }

        @Actor
        public void consumer() {
            boolean oneWaits = waiting.get() > 0;
            queue.poll();
            freed = oneWaits;
        }

        @Actor
        public void sender(II_Result result) {
            waiting.incrementAndGet();
            result.r1 = queue.offer(MESSAGE) ? 0 : 1;
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r2 = freed ? 1 : 0;
        }
    }
}
