package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link StopAgainstRun} that takes no turn. It must fail. */
@JCStressTest
@JCStressMeta(StopOutcomes.class)
@State
public class TwinRunsOutOfTurn extends EndTrial {
    /** One task. */
    public TwinRunsOutOfTurn() {
        super(Workers::runningOutOfTurn, true);
    }

    /** The loop. */
    @Actor
    public void loop() {
        run();
    }

    /** The one who stops. */
    @Actor
    public void stopper() {
        Pace.pause();
        stop();
    }

    /**
     * Afterwards.
     *
     * @param result whether the task has run, and whether it was handed back
     */
    @Arbiter
    public void afterwards(II_Result result) {
        result.r1 = runs();
        result.r2 = handedBack();
    }
}
