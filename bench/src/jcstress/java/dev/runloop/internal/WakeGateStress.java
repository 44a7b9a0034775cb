package dev.runloop.internal;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import org.jctools.queues.varhandle.unpadded.MpscLinkedVarHandleUnpaddedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link WakeGate}: it loses no wake-up, in any of the ways it is used. */
public final class WakeGateStress {
    private WakeGateStress() {}

    /**
     * A loop goes to sleep (first) while a producer wakes it (second). No thread really waits: the loop stops where it
     * would have been parked, and the end of that wait is only noted. So a lost wake-up is an outcome instead of a hang.
     */
    @Outcome(
            id = "0, 0",
            expect = Expect.ACCEPTABLE,
            desc = "the loop found the work and did not announce a sleep in time")
    @Outcome(
            id = "0, 1",
            expect = Expect.ACCEPTABLE,
            desc = "the loop announced its sleep, was woken, and found the work")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the loop slept and was woken")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the loop sleeps on its work: the wake-up is lost")
    abstract static class Trial {
        final Queue<String> inbox = new MpscLinkedVarHandleUnpaddedQueue<>();
        private boolean waitEnded; // by the producer

        final WaitStrategy waiting = new WaitStrategy() {
            @Override
            public void await() {
                throw new AsleepException();
            }

            @Override
            public void awaitUntil(long deadline) {
                throw new AsleepException();
            }

            @Override
            public void endWait() {
                waitEnded = true;
            }
        };

        /** The loop: whether it has gone to sleep. */
        final int goToSleep(Runnable sleep) {
            try {
                sleep.run();
                return 0;
            } catch (AsleepException e) {
                return 1;
            }
        }

        /** The producer: whether it has ended a wait. */
        final int offer(Runnable wake) {
            inbox.offer("work");
            wake.run();
            return waitEnded ? 1 : 0;
        }
    }

    /** Stands for a thread that is parked. */
    private static final class AsleepException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AsleepException() {
            super("asleep", null, false, false);
        }
    }

    /** A way of waiting that the loop has given up: to end a wait in this way ends none. */
    private record OtherWait() implements WaitStrategy {
        @Override
        public void await() {}

        @Override
        public void awaitUntil(long deadline) {}

        @Override
        public void endWait() {}
    }

    /** Against a nudge, as for a source with a wake-up or a change from another thread. */
    @JCStressTest
    @State
    public static class SleepAgainstNudge extends Trial {
        private final WakeGate gate = new WakeGate(waiting, inbox::isEmpty);

        @Actor
        public void loop(II_Result result) {
            result.r1 = goToSleep(gate::sleep);
        }

        @Actor
        public void producer(II_Result result) {
            result.r2 = offer(gate::nudge);
        }
    }

    /** Against a nudge that leaves a loop alone that will wake up early enough; this one would not. */
    @JCStressTest
    @State
    public static class SleepAgainstNudgeForDeadline extends Trial {
        private final WakeGate gate = new WakeGate(waiting, inbox::isEmpty);

        @Actor
        public void loop(II_Result result) {
            result.r1 = goToSleep(() -> gate.sleepUntil(1_000));
        }

        @Actor
        public void producer(II_Result result) {
            result.r2 = offer(() -> gate.nudgeIfLaterThan(10));
        }
    }

    /** Against a nudge, of a loop that has just changed its way of waiting, as with its first channel. */
    @JCStressTest
    @State
    public static class SleepAgainstNudgeInNewWay extends Trial {
        private final WakeGate gate = new WakeGate(new OtherWait(), inbox::isEmpty);

        @Actor
        public void loop(II_Result result) {
            result.r1 = goToSleep(() -> {
                gate.waitBy(waiting);
                gate.sleep();
            });
        }

        @Actor
        public void producer(II_Result result) {
            result.r2 = offer(gate::nudge);
        }
    }

    /** Against a wake-up, as by {@code RunLoop.wakeUp()}, in a run. */
    @JCStressTest
    @State
    public static class SleepAgainstWake extends Trial {
        private final WakeGate gate = new WakeGate(waiting, inbox::isEmpty);

        public SleepAgainstWake() {
            gate.accept();
        }

        @Actor
        public void loop(II_Result result) {
            result.r1 = goToSleep(gate::sleep);
        }

        @Actor
        public void producer(II_Result result) {
            result.r2 = offer(gate::wake);
        }
    }

    /** Looks for work first and announces its sleep second: what is offered in between is seen by neither side. */
    @JCStressTest
    @State
    public static class TwinLooksTooEarly extends Trial {
        private volatile boolean asleep;

        private void sleep() {
            if (inbox.isEmpty()) {
                asleep = true;
                waiting.await();
                asleep = false;
            }
        }

        private void wake() {
            if (asleep) {
                waiting.endWait();
            }
        }

        @Actor
        public void loop(II_Result result) {
            result.r1 = goToSleep(this::sleep);
        }

        @Actor
        public void producer(II_Result result) {
            result.r2 = offer(this::wake);
        }
    }

    /**
     * Does the right things in the right order, but announces its sleep with a release store. The processor may look into
     * the inbox before others can see the announcement, so that neither side sees the other.
     */
    @JCStressTest
    @State
    public static class TwinWithoutFence extends Trial {
        private static final VarHandle ASLEEP = ConstantBootstraps.fieldVarHandle(
                MethodHandles.lookup(), "asleep", VarHandle.class, TwinWithoutFence.class, boolean.class);

        @SuppressWarnings("UnusedVariable") // by its handle
        private boolean asleep;

        private void sleep() {
            ASLEEP.setRelease(this, true);
            if (inbox.isEmpty()) {
                waiting.await();
            }
            ASLEEP.setRelease(this, false);
        }

        private void wake() {
            if ((boolean) ASLEEP.getAcquire(this)) {
                waiting.endWait();
            }
        }

        @Actor
        public void loop(II_Result result) {
            result.r1 = goToSleep(this::sleep);
        }

        @Actor
        public void producer(II_Result result) {
            result.r2 = offer(this::wake);
        }
    }

    /** Announces its sleep first and changes its way of waiting second: a producer may end a wait in the old way. */
    @JCStressTest
    @State
    public static class TwinChangesTooLate extends Trial {
        private WaitStrategy way = new OtherWait();
        private volatile boolean asleep;

        private void sleep() {
            asleep = true;
            way = waiting;
            if (inbox.isEmpty()) {
                way.await();
            }
            asleep = false;
        }

        private void wake() {
            if (asleep) {
                way.endWait();
            }
        }

        @Actor
        public void loop(II_Result result) {
            result.r1 = goToSleep(this::sleep);
        }

        @Actor
        public void producer(II_Result result) {
            result.r2 = offer(this::wake);
        }
    }
}
