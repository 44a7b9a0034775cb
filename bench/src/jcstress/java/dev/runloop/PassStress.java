package dev.runloop;

import dev.runloop.bench.stress.Pace;
import dev.runloop.internal.WaitStrategy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link Pass}: a run whose mode is empty ends instead of sleeping. */
public final class PassStress {
    private static final RunLoopMode MODE = RunLoopMode.of("other");

    private PassStress() {}

    /**
     * A run goes to sleep (first) while the last item leaves its mode, of which it is told (second). It does not really
     * wait: the loop stops where its thread would have been parked, and the end of that wait is only noted.
     */
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the run saw that nothing is left")
    @Outcome(
            id = "0, 1",
            expect = Expect.ACCEPTABLE,
            desc = "the run had announced its sleep, was told, and saw that nothing is left")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the run slept and was told")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the run sleeps for ever, as nothing is left to wake it")
    abstract static class Trial {
        final RunLoop loop = UnrunLoop.make();
        private final Source0 last = Source0.create(() -> {});
        private final Run run;
        private boolean waitEnded; // by the thread that takes the item out

        Trial() {
            loop.add(last, MODE);
            loop.gate().waitBy(new WaitStrategy() {
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
            });
            run = new Run(loop, null, loop.contents().hold(MODE, ModeTable.HOLD), false, false, null);
            loop.innermost = run;
        }

        /** The run: whether it has gone to sleep. */
        final int goToSleep() {
            try {
                run.sleep();
                return 0;
            } catch (AsleepException e) {
                return 1;
            }
        }

        /** Takes the item out: whether this thread has ended a wait. */
        final int takeOut() {
            loop.remove(last, MODE);
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

    /** The protocol itself. */
    @JCStressTest
    @State
    @SuppressWarnings("this-escape") // it is not called back before the actors act
    public static class SleepAgainstLast extends Trial {
        @Actor
        public void run(II_Result result) {
            result.r1 = goToSleep();
        }

        @Actor
        public void remover(II_Result result) {
            result.r2 = takeOut();
        }
    }

    /** Tells the run first and takes the item out second. */
    @JCStressTest
    @State
    @SuppressWarnings("this-escape")
    public static class TwinTellsTooEarly extends Trial {
        @Actor
        public void run(II_Result result) {
            result.r1 = goToSleep();
        }

        @Actor
        public void remover(II_Result result) {
            loop.innermost = null; // so nothing else tells
            loop.gate().nudge();
            Pace.leaveRoom();
            result.r2 = takeOut();
        }
    }
}
