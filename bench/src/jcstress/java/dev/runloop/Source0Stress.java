package dev.runloop;

import dev.runloop.bench.stress.Pace;
import java.util.Queue;
import org.jctools.queues.varhandle.unpadded.MpscLinkedVarHandleUnpaddedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link Source0}: a signal that comes while its source is performed leads to another perform. */
public final class Source0Stress {
    private Source0Stress() {}

    /**
     * A source with a queue of commands is performed for an earlier signal, while a producer adds a command: whether it is
     * taken by this pass, and by the next one. A command that is not taken by then is lost, as nothing would make the loop
     * look.
     */
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the perform for an earlier signal has taken the command")
    @Outcome(
            id = "0, 1",
            expect = Expect.ACCEPTABLE,
            desc = "the command came too late for it, and its signal led to another")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "the command lies there, and its signal is gone")
    abstract static class Trial {
        private final Queue<String> commands = new MpscLinkedVarHandleUnpaddedQueue<>();
        final Source0 source = Source0.create(this::perform);
        private int taken; // by the loop

        Trial() {
            source.signal();
        }

        /** The loop: performs the source if it is signalled; how many commands it has then. */
        final int pass() {
            if (source.takeSignal()) {
                source.perform();
            }
            return taken;
        }

        /** The producer. */
        final void addCommand() {
            commands.offer("command");
        }

        private void perform() {
            while (commands.poll() != null) {
                taken++;
            }
            performed();
        }

        /** The source has taken all commands that it has found. */
        void performed() {}
    }

    /** The mark is cleared before the source is performed. */
    @JCStressTest
    @State
    @SuppressWarnings("this-escape") // it is not called back before the actors act
    public static class SignalAgainstPerform extends Trial {
        @Actor
        public void loop(II_Result result) {
            result.r1 = pass();
        }

        @Actor
        public void producer() {
            addCommand();
            source.signal();
        }

        @Arbiter
        public void loopAgain(II_Result result) {
            result.r2 = pass();
        }
    }

    /** With the signal that raises a mark which is up already. */
    @JCStressTest
    @State
    @SuppressWarnings("this-escape")
    public static class UrgentSignalAgainstPerform extends Trial {
        @Actor
        public void loop(II_Result result) {
            result.r1 = pass();
        }

        @Actor
        public void producer() {
            addCommand();
            source.signalAndWakeUp();
        }

        @Arbiter
        public void loopAgain(II_Result result) {
            result.r2 = pass();
        }
    }

    /** The mark is cleared after the perform. */
    @JCStressTest
    @State
    @SuppressWarnings("this-escape")
    public static class TwinClearsAfterwards extends Trial {
        private volatile boolean marked = true;

        @Override
        void performed() {
            Pace.leaveRoom();
            marked = false;
        }

        @Actor
        public void loop(II_Result result) {
            result.r1 = pass();
        }

        @Actor
        public void producer() {
            addCommand();
            if (!marked) {
                marked = true;
                source.signal();
            }
        }

        @Arbiter
        public void loopAgain(II_Result result) {
            result.r2 = pass();
        }
    }
}
