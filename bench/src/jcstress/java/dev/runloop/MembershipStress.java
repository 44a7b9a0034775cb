package dev.runloop;

import dev.runloop.bench.stress.Pace;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** {@link Membership}: a source that is told that it has come is told that it leaves, and in this order. */
public final class MembershipStress {
    private MembershipStress() {}

    /**
     * A source is told of its schedule by the thread that adds it, and of its cancel by the thread that takes it out: how
     * often of either, and whether in the wrong order.
     */
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "it is told of both")
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "the addition was refused")
    @Outcome(id = "1, 0, .*", expect = Expect.FORBIDDEN, desc = "it never hears that it has left")
    @Outcome(id = "0, 1, .*", expect = Expect.FORBIDDEN, desc = "it hears that it has left, and never has come")
    @Outcome(id = ".*, .*, 1", expect = Expect.FORBIDDEN, desc = "it hears that it has left before it has come")
    abstract static class Trial {
        private volatile int schedules;
        private volatile int cancels;
        private volatile boolean outOfOrder;

        /** Puts the source into the loop. */
        abstract void add();

        /** Takes it out. */
        abstract void remove();

        @SuppressWarnings("NonAtomicVolatileUpdate") // by one: it is added once
        final void scheduled() {
            Pace.leaveRoom();
            schedules++; // at the end
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // by one, unless it is told twice
        final void cancelled() {
            if (schedules <= cancels) { // at the beginning
                outOfOrder = true;
            }
            cancels++;
        }

        /** Several times, as nothing happens before it has come. */
        final void keepRemoving() {
            for (int i = 0; i < 8; i++) {
                remove();
                Thread.onSpinWait();
            }
        }

        /** Afterwards: if it is still there it is taken out. */
        final void look(III_Result result) {
            remove();
            result.r1 = schedules;
            result.r2 = cancels;
            result.r3 = outOfOrder ? 1 : 0;
        }
    }

    /** The protocol itself. */
    abstract static class RealTrial extends Trial {
        final RunLoop loop = UnrunLoop.make();
        private final Source0 source = Source0.create(new Source0.Callbacks() {
            @Override
            public void perform() {}

            @Override
            public void schedule(RunLoop to, RunLoopMode mode) {
                scheduled();
            }

            @Override
            public void cancel(RunLoop from, RunLoopMode mode) {
                cancelled();
            }
        });

        @Override
        final void add() {
            try {
                loop.add(source, RunLoopMode.DEFAULT);
            } catch (RunLoopEndedException e) {
                // it has not come
            }
        }

        @Override
        final void remove() {
            loop.remove(source, RunLoopMode.DEFAULT);
        }
    }

    /** A source is taken out of a loop while it is told that it has come. */
    @JCStressTest
    @State
    @SuppressWarnings("this-escape") // it is not called back before the actors act
    public static class ScheduleAgainstRemove extends RealTrial {
        @Actor
        public void adder() {
            add();
        }

        @Actor
        public void remover() {
            keepRemoving();
        }

        @Arbiter
        public void afterwards(III_Result result) {
            look(result);
        }
    }

    /** The loop ends while a source is told that it has come. */
    @JCStressTest
    @State
    @SuppressWarnings("this-escape")
    public static class ScheduleAgainstEnd extends RealTrial {
        @Actor
        public void adder() {
            add();
        }

        @Actor
        public void end() {
            Pace.pause();
            loop.end();
        }

        @Arbiter
        public void afterwards(III_Result result) {
            look(result);
        }
    }

    /** The twin of both: looks whether the source has left before it is told that it has come, and not afterwards. */
    @JCStressTest
    @State
    public static class TwinSchedulesUnseen extends Trial {
        private volatile boolean isThere;
        private volatile boolean isTold;

        @Override
        void add() {
            isThere = true;
            if (isThere) {
                scheduled();
                Pace.leaveRoom();
                isTold = true;
            }
        }

        @Override
        void remove() {
            if (isThere) {
                isThere = false;
                if (isTold) {
                    cancelled();
                }
            }
        }

        @Actor
        public void adder() {
            add();
        }

        @Actor
        public void remover() {
            keepRemoving();
        }

        @Arbiter
        public void afterwards(III_Result result) {
            look(result);
        }
    }
}
