package dev.runloop.executors.scope;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link ScopeProgress}: an owner that sees that its scope is cancelled sees it cancelled to the end. */
public final class ScopeProgressStress {
    private ScopeProgressStress() {}

    /**
     * A thread cancels its scope, while the owner looks whether the scope is over (first), and if so, whether the
     * cancellation was carried through (second).
     */
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the owner goes on waiting, and is told later")
    @Outcome(
            id = "1, 1",
            expect = Expect.ACCEPTABLE,
            desc = "the scope is over, and the thread that cancelled it is through")
    @Outcome(
            id = "1, 0",
            expect = Expect.FORBIDDEN,
            desc = "the scope seems to be over while it is still being cancelled")
    abstract static class Trial {
        volatile boolean cancelled;
        private boolean isThrough; // by the thread, before it stops completing

        /** The thread. */
        final void cancel() {
            cancelled = true;
            isThrough = true;
        }

        /** The owner. */
        final void look(boolean isOver, II_Result result) {
            if (isOver) {
                result.r1 = 1;
                result.r2 = isThrough ? 1 : 0;
            }
        }
    }

    /** The protocol itself. */
    @JCStressTest
    @State
    public static class CancelAgainstLook extends Trial {
        private final ScopeProgress progress = new ScopeProgress(() -> cancelled);

        public CancelAgainstLook() {
            progress.begin();
        }

        @Actor
        public void thread() {
            progress.beginCompleting();
            cancel();
            progress.endCompleting();
        }

        @Actor
        public void owner(II_Result result) {
            look(progress.isOver(), result);
        }
    }

    /** Counts before it looks whether the scope is cancelled. */
    @JCStressTest
    @State
    public static class TwinCountsTooEarly extends Trial {
        private final AtomicInteger completing = new AtomicInteger();

        @Actor
        public void thread() {
            completing.incrementAndGet();
            cancel();
            completing.decrementAndGet();
        }

        @Actor
        public void owner(II_Result result) {
            look(completing.get() == 0 && cancelled, result);
        }
    }
}
