package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Somebody who stops an executor, against the loop that is about to run its task. */
@JCStressTest
@JCStressMeta(StopOutcomes.class)
@State
public class StopAgainstRun extends EndTrial {
    /** One task. */
    public StopAgainstRun() {
        super(Workers::executor, true);
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
