package dev.runloop.internal;

import dev.runloop.bench.stress.Pace;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link StartOnce}: a thread that is started on demand is started once, or not at all. */
public final class StartOnceStress {
    private StartOnceStress() {}

    /** A thread is started by a nudge (first), and started too, or called off (second). The start is only noted. */
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the first one has decided")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the second one has decided")
    @Outcome(id = "1, 1", expect = Expect.FORBIDDEN, desc = "started twice, or started and called off")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "neither started nor called off")
    abstract static class Trial {
        private final WakeGate gate;
        private int startedByNudge; // written by the thread whose nudge ends the sleep, which is one

        Trial() {
            var waiting = new WaitStrategy() {
                @Override
                public void await() {}

                @Override
                public void awaitUntil(long deadline) {}

                @Override
                public void endWait() {
                    startedByNudge += start();
                }
            };
            gate = new WakeGate(waiting, () -> true);
            gate.sleepsUntilStarted(waiting);
        }

        /** A producer, after it has put something into the inbox: whether it has started the thread. */
        final int nudge() {
            gate.nudge();
            return startedByNudge;
        }

        /** A thread that asks for the loop: whether it has started the thread. */
        final int start() {
            return tryStart() ? 1 : 0;
        }

        /** A thread that ends the executor: whether the thread will not start. */
        final int callOff() {
            return tryCallOff() ? 1 : 0;
        }

        abstract boolean tryStart();

        abstract boolean tryCallOff();
    }

    /** The protocol itself. */
    abstract static class RealTrial extends Trial {
        private final StartOnce once = new StartOnce();

        @Override
        final boolean tryStart() {
            return once.tryStart();
        }

        @Override
        final boolean tryCallOff() {
            return once.tryCallOff();
        }
    }

    /** Looks first and decides second. */
    abstract static class BrokenTrial extends Trial {
        private volatile boolean decided;

        @Override
        final boolean tryStart() {
            if (decided) {
                return false;
            }
            Pace.leaveRoom();
            decided = true;
            return true;
        }

        @Override
        final boolean tryCallOff() {
            return tryStart();
        }
    }

    /** The first task of an executor against a thread that asks for its loop. */
    @JCStressTest
    @State
    public static class NudgeAgainstStart extends RealTrial {
        @Actor
        public void producer(II_Result result) {
            result.r1 = nudge();
        }

        @Actor
        public void other(II_Result result) {
            result.r2 = start();
        }
    }

    /** The first task of an executor against its end. */
    @JCStressTest
    @State
    public static class NudgeAgainstCallOff extends RealTrial {
        @Actor
        public void producer(II_Result result) {
            result.r1 = nudge();
        }

        @Actor
        public void other(II_Result result) {
            result.r2 = callOff();
        }
    }

    /** The twin of {@link NudgeAgainstStart}. */
    @JCStressTest
    @State
    public static class TwinStartsTwice extends BrokenTrial {
        @Actor
        public void producer(II_Result result) {
            result.r1 = nudge();
        }

        @Actor
        public void other(II_Result result) {
            result.r2 = start();
        }
    }

    /** The twin of {@link NudgeAgainstCallOff}. */
    @JCStressTest
    @State
    public static class TwinCallsOffWhatStarts extends BrokenTrial {
        @Actor
        public void producer(II_Result result) {
            result.r1 = nudge();
        }

        @Actor
        public void other(II_Result result) {
            result.r2 = callOff();
        }
    }
}
