package dev.runloop.bench.stress;

import dev.runloop.SiftTrial;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link SiftAgainstTake} that takes everything out and puts back what is left. It must fail. */
@JCStressTest
@JCStressMeta(SiftOutcomes.class)
@State
public class TwinTakesOutToSift extends SiftTrial {
    /** Two blocks. */
    public TwinTakesOutToSift() {
        super(Inboxes.TAKING_OUT);
    }

    /** The one who sifts. */
    @Actor
    public void sifter() {
        sift();
    }

    /**
     * The loop.
     *
     * @param result which blocks it has found
     */
    @Actor
    public void loop(II_Result result) {
        Pace.pause();
        result.r1 = takeIn();
    }

    /**
     * Afterwards: the loop takes in what is there.
     *
     * @param result which blocks it has found
     */
    @Arbiter
    public void afterwards(II_Result result) {
        result.r2 = takeIn();
    }
}
