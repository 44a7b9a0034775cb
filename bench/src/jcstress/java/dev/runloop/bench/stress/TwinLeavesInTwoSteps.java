package dev.runloop.bench.stress;

import dev.runloop.executors.CancelTrial;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The twin of {@link CancelAgainstFire} whose task looks first and leaves second. It must fail. */
@JCStressTest
@JCStressMeta(LeftoverOutcomes.class)
@State
public class TwinLeavesInTwoSteps extends CancelTrial {
    /** One task. */
    public TwinLeavesInTwoSteps() {
        super(Tasks.TAKEN_IN_TWO_STEPS, false);
    }

    /** The loop. */
    @Actor
    public void loop() {
        perform();
    }

    /** The canceller. */
    @Actor
    public void canceller() {
        cancel();
    }

    /**
     * Afterwards.
     *
     * @param result whether the task has run, whether it was cancelled, and whether anything is left of it
     */
    @Arbiter
    public void afterwards(III_Result result) {
        look(result);
    }
}
