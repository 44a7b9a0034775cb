package dev.runloop.bench.stress;

import dev.runloop.Source0;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link SignalAgainstPerform} with a mark that is cleared after the perform. It must fail. */
@JCStressTest
@JCStressMeta(CommandOutcomes.class)
@State
public class TwinClearsAfterwards extends CommandTrial {
    private volatile boolean marked = true;

    /**
     * The loop.
     *
     * @param result whether the command is taken by its first pass
     */
    @Actor
    public void loop(II_Result result) {
        result.r1 = pass();
    }

    /** The producer. */
    @Actor
    public void producer() {
        addCommand();
    }

    /**
     * The loop, afterwards.
     *
     * @param result whether the command is taken by its second pass
     */
    @Arbiter
    public void loopAgain(II_Result result) {
        result.r2 = pass();
    }

    @Override
    void signal(Source0 commandSource) {
        if (!marked) {
            marked = true;
            commandSource.signal();
        }
    }

    @Override
    void performed() {
        marked = false;
    }
}
