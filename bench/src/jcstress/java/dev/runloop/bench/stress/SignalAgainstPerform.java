package dev.runloop.bench.stress;

import dev.runloop.Source0;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A producer that signals a source, against the loop that performs it for an earlier signal: the mark is cleared first. */
@JCStressTest
@JCStressMeta(CommandOutcomes.class)
@State
public class SignalAgainstPerform extends CommandTrial {
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
        commandSource.signal();
    }
}
