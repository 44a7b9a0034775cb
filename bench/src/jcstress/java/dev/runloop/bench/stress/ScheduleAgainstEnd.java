package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A source that is told that it has come, against the end of the loop. */
@JCStressTest
@JCStressMeta(PairOutcomes.class)
@State
public class ScheduleAgainstEnd extends PairTrial {
    /** A source that is nowhere. */
    public ScheduleAgainstEnd() {
        super(Pairs::source);
    }

    /** The one who adds it. */
    @Actor
    public void adder() {
        come();
    }

    /** The end of the loop. */
    @Actor
    public void end() {
        endLoop();
    }

    /**
     * Afterwards: it is taken out.
     *
     * @param result what it was told
     */
    @Arbiter
    public void afterwards(III_Result result) {
        look(result);
    }
}
