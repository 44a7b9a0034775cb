package dev.runloop;

import dev.runloop.bench.stress.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link Inbox}: the loop looks after each change, and passes nothing over while the inbox is sifted. */
public final class InboxStress {
    private static final RunLoop LOOP = UnrunLoop.make();
    private static final ModeTable TABLE = LOOP.contents().hold(RunLoopMode.DEFAULT, ModeTable.HOLD);
    private static final Source0 ITEM = Source0.create(() -> {});

    private InboxStress() {}

    /** A membership that other threads change, and that asks the loop by way of its inbox to be looked at again. */
    abstract static class ChangeTrial {
        private volatile boolean changed; // by a producer
        private boolean seen; // by the loop

        /** Anyone: has the loop look at the membership. */
        abstract void offer();

        /** The loop: whether it is to look at the membership. */
        abstract boolean poll();

        /** A producer: changes the membership, and has the loop look at it. */
        final void change() {
            changed = true;
            offer();
        }

        /** The loop: takes in what there is; whether it has seen the change by now. */
        final int takeIn() {
            while (poll()) {
                seen |= changed;
            }
            return seen ? 1 : 0;
        }
    }

    /** The protocol itself. */
    abstract static class RealTrial extends ChangeTrial {
        private final Inbox inbox = new Inbox();
        private final Membership membership = new Membership(ITEM, LOOP, TABLE);

        @Override
        final void offer() {
            inbox.offer(membership);
        }

        @Override
        final boolean poll() {
            return inbox.poll() != null;
        }
    }

    /** An inbox in which a claim and the entry are two steps. */
    abstract static class BrokenTrial extends ChangeTrial {
        final AtomicBoolean claimed = new AtomicBoolean();
        final Queue<String> entries = new ConcurrentLinkedQueue<>();

        @Override
        final void offer() {
            if (claimed.compareAndSet(false, true)) {
                Pace.leaveRoom();
                entries.add("look");
            }
        }
    }

    /** A change is made while the loop looks: whether it has seen that at once, and at last. */
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "it was seen by the look")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "it came after the look, and was seen by another one")
    @Outcome(id = ".*, 0", expect = Expect.FORBIDDEN, desc = "the loop never looks at it")
    private interface LookOutcomes {}

    /** A membership that lies in the inbox is changed again while the loop takes it out and looks at it. */
    @JCStressTest
    @JCStressMeta(LookOutcomes.class)
    @State
    public static class LookAgainstChange extends RealTrial {
        public LookAgainstChange() {
            offer();
        }

        @Actor
        public void loop(II_Result result) {
            result.r1 = takeIn();
        }

        @Actor
        public void producer() {
            change();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r2 = takeIn();
        }
    }

    /** Looks first and notes second that the membership lies there no longer. */
    @JCStressTest
    @JCStressMeta(LookOutcomes.class)
    @State
    public static class TwinNotesTooLate extends BrokenTrial {
        private boolean isLookedAt;

        public TwinNotesTooLate() {
            offer();
        }

        @Override
        boolean poll() {
            if (isLookedAt) {
                claimed.set(false);
            }
            isLookedAt = entries.poll() != null;
            return isLookedAt;
        }

        @Actor
        public void loop(II_Result result) {
            result.r1 = takeIn();
        }

        @Actor
        public void producer() {
            change();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r2 = takeIn();
        }
    }

    /** Whether a loop that is woken for a change finds it. */
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "it does")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "it sleeps on, and is not woken any more")
    private interface PutOutcomes {}

    /**
     * A producer changes a membership and wakes the loop for it, while another, which has nothing to wake the loop for,
     * puts that into the inbox.
     */
    @JCStressTest
    @JCStressMeta(PutOutcomes.class)
    @State
    public static class PutAgainstPut extends RealTrial {
        @Actor
        public void other() {
            offer();
        }

        @Actor
        public void producerAndLoop(I_Result result) {
            change();
            result.r1 = takeIn();
        }
    }

    /** Relies on the claim of the other producer. */
    @JCStressTest
    @JCStressMeta(PutOutcomes.class)
    @State
    public static class TwinReliesOnClaims extends BrokenTrial {
        @Override
        boolean poll() {
            if (entries.poll() == null) {
                return false;
            }
            claimed.set(false);
            return true;
        }

        @Actor
        public void other() {
            offer();
        }

        @Actor
        public void producerAndLoop(I_Result result) {
            change();
            result.r1 = takeIn();
        }
    }

    /**
     * Two blocks lie in an inbox, and between them a membership that has come and gone. The inbox is sifted, a third block
     * comes, and it is sifted again, while the loop takes in what lies there: which blocks it finds meanwhile, and which
     * afterwards.
     */
    @Outcome(id = "12, 3", expect = Expect.ACCEPTABLE, desc = "it has found all that was there")
    @Outcome(id = "123, 0", expect = Expect.ACCEPTABLE, desc = "it has found the third as well")
    @Outcome(
            id = ".*, .*",
            expect = Expect.FORBIDDEN,
            desc = "a block was passed over, doubled or lost, or came out of order")
    abstract static class SiftTrial {
        private final Block first = block();
        private final Block second = block();
        private final Block third = block();

        private static Block block() {
            return new Block(new ModeTable[0], false, () -> {});
        }

        abstract void offer(Inbox.Change entry);

        abstract void sift();

        abstract Inbox.@Nullable Change poll();

        final void fill() {
            offer(first);
            var gone = new Membership(ITEM, LOOP, TABLE);
            gone.ended = true;
            offer(gone);
            offer(second);
        }

        final void siftTwice() {
            sift();
            offer(third);
            sift();
        }

        /** The loop: the blocks that it has found, in order, as the digits of a number. */
        final int takeIn() {
            int found = 0;
            for (Inbox.Change entry = poll(); entry != null; entry = poll()) {
                if (entry instanceof Block) {
                    found = 10 * found + (entry == first ? 1 : entry == second ? 2 : 3);
                }
            }
            return found;
        }
    }

    /** The protocol itself. */
    @JCStressTest
    @State
    public static class SiftAgainstTake extends SiftTrial {
        private final Inbox inbox = new Inbox();

        public SiftAgainstTake() {
            fill();
        }

        @Override
        final void offer(Inbox.Change entry) {
            if (entry instanceof Membership membership) {
                inbox.offer(membership);
            } else {
                inbox.offer((Block) entry);
            }
        }

        @Override
        final void sift() {
            inbox.sift();
        }

        @Override
        final Inbox.@Nullable Change poll() {
            return inbox.poll();
        }

        @Actor
        public void sifter() {
            siftTwice();
        }

        @Actor
        public void loop(II_Result result) {
            Pace.pause();
            result.r1 = takeIn();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r2 = takeIn();
        }
    }

    /** Takes everything out and puts back what is left. */
    @JCStressTest
    @State
    public static class TwinTakesOutToSift extends SiftTrial {
        private final Queue<Inbox.Change> inbox = new ConcurrentLinkedQueue<>();

        public TwinTakesOutToSift() {
            fill();
        }

        @Override
        final void offer(Inbox.Change entry) {
            inbox.add(entry);
        }

        @Override
        final void sift() {
            List<Inbox.Change> left = new ArrayList<>();
            for (Inbox.Change entry = inbox.poll(); entry != null; entry = inbox.poll()) {
                if (!entry.isStale()) {
                    left.add(entry);
                }
            }
            inbox.addAll(left);
        }

        @Override
        final Inbox.@Nullable Change poll() {
            return inbox.poll();
        }

        @Actor
        public void sifter() {
            siftTwice();
        }

        @Actor
        public void loop(II_Result result) {
            Pace.pause();
            result.r1 = takeIn();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r2 = takeIn();
        }
    }
}
