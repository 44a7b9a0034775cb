package dev.runloop.internal;

import dev.runloop.internal.ReadyEventCount.Parking;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link ReadyEventCount}: a thread that wants to be told by a stream is told. */
public final class ReadyEventCountStress {
    private ReadyEventCountStress() {}

    /** A consumer wants to be told (first) while a producer has something for it (second). */
    @Outcome(
            id = "0, 0",
            expect = Expect.ACCEPTABLE,
            desc = "the consumer found it, and the producer had no one to tell")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the consumer found it, and was told too")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the consumer found nothing and was told")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the consumer found nothing, and is not told")
    abstract static class Trial {
        volatile boolean ready;
    }

    /** A stream asks for an event and then looks, while a producer announces. */
    @JCStressTest
    @State
    public static class ArmAgainstAnnounce extends Trial {
        private final ReadyEventCount count = new ReadyEventCount();

        @Actor
        public void consumer(II_Result result) {
            count.arm();
            result.r1 = ready ? 0 : 1;
        }

        @Actor
        public void producer(II_Result result) {
            ready = true;
            result.r2 = count.signal() ? 1 : 0;
        }
    }

    /** Looks before it asks. */
    @JCStressTest
    @State
    public static class TwinArmsTooLate extends Trial {
        private final ReadyEventCount count = new ReadyEventCount();

        @Actor
        public void consumer(II_Result result) {
            boolean found = ready;
            count.arm();
            result.r1 = found ? 0 : 1;
        }

        @Actor
        public void producer(II_Result result) {
            ready = true;
            result.r2 = count.signal() ? 1 : 0;
        }
    }

    /**
     * A consumer blocks in a stream. It does not really sleep: it looks round until it has been woken, or the producer is
     * done and will not wake it any more. So a lost wake-up is an outcome instead of a hang.
     */
    abstract static class AwaitTrial extends Trial {
        private volatile boolean woken;
        private volatile boolean producerIsDone;
        private boolean slept; // by the consumer

        final Parking parking = new Parking() {
            @Override
            public void park() {
                slept = true;
                while (!woken && !producerIsDone) {
                    Thread.onSpinWait();
                }
            }

            @Override
            public void unpark(Thread thread) {
                woken = true;
            }
        };

        /** The consumer has ended its wait: whether it would have slept. */
        final int slept() {
            return slept ? 1 : 0;
        }

        /** The producer has announced it: whether it has woken the consumer. */
        final int done() {
            int result = woken ? 1 : 0;
            producerIsDone = true;
            return result;
        }
    }

    /** A thread blocks in a stream, while a producer announces. */
    @JCStressTest
    @State
    public static class AwaitAgainstAnnounce extends AwaitTrial {
        private final ReadyEventCount count = new ReadyEventCount(parking);

        @Actor
        public void consumer(II_Result result) {
            count.await(() -> ready);
            result.r1 = slept();
        }

        @Actor
        public void producer(II_Result result) {
            ready = true;
            count.signal();
            result.r2 = done();
        }
    }

    /** Looks before it notes its thread. */
    @JCStressTest
    @State
    public static class TwinAwaitsTooLate extends AwaitTrial {
        private volatile @Nullable Thread waiter;

        @Actor
        public void consumer(II_Result result) {
            while (!ready) {
                waiter = Thread.currentThread();
                parking.park();
            }
            result.r1 = slept();
        }

        @Actor
        public void producer(II_Result result) {
            ready = true;
            Thread waiting = waiter;
            if (waiting != null) {
                parking.unpark(waiting);
            }
            result.r2 = done();
        }
    }
}
