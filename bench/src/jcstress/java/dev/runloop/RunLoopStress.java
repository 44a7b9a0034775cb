package dev.runloop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The end of a {@link RunLoop}: a thread that waits for something in it is told. */
public final class RunLoopStress {
    private RunLoopStress() {}

    /** A thread adds what it will wait for (first: whether that is let in; second: how often it is told of the end). */
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "it was let in, and told of the end")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "it was refused")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "it was refused, as the end that it was told of had come")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "it was let in, and waits for ever")
    abstract static class Trial {
        volatile int told;

        @SuppressWarnings("NonAtomicVolatileUpdate") // by one: what leaves a loop leaves it once
        final void tell() {
            told++;
        }
    }

    /** A source is added whose callback is what fails a perform that is waited for. */
    @JCStressTest
    @State
    public static class AddAgainstEnd extends Trial {
        private final RunLoop loop = UnrunLoop.make();

        private record ToldOfTheEnd(Runnable told) implements Source0.Callbacks {
            @Override
            public void perform() {}

            @Override
            public void cancel(RunLoop from, RunLoopMode mode) {
                told.run();
            }
        }

        @Actor
        public void visitor(II_Result result) {
            try {
                loop.add(Source0.create(new ToldOfTheEnd(this::tell)), RunLoopMode.DEFAULT);
                result.r1 = 1;
            } catch (RunLoopEndedException e) {
                result.r1 = 0;
            }
        }

        @Actor
        public void end() {
            loop.end();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r2 = told;
        }
    }

    /** Looks whether the loop has ended before something is added to it, and not afterwards. */
    @JCStressTest
    @State
    public static class TwinAddsUnseen extends Trial {
        private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
        private volatile boolean ended;

        @Actor
        public void visitor(II_Result result) {
            result.r1 = !ended && inbox.offer(this::tell) ? 1 : 0;
        }

        @Actor
        public void end() {
            ended = true;
            for (Runnable waiting = inbox.poll(); waiting != null; waiting = inbox.poll()) {
                waiting.run();
            }
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r2 = told;
        }
    }
}
