package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A future that is completed and given a dependent, against the end of its executor. */
@JCStressTest
@JCStressMeta(DependentOutcomes.class)
@State
public class DependAgainstStop extends DependentTrial {
    /** A future that is not complete. */
    public DependAgainstStop() {
        super(real());
    }

    /** The one who completes the future. */
    @Actor
    public void completer() {
        complete();
    }

    /** The one who has something depend on it. */
    @Actor
    public void dependent() {
        depend();
    }

    /** The one who ends the executor and its loop. */
    @Actor
    public void stopper() {
        stop();
    }

    /**
     * Afterwards.
     *
     * @param result how often the dependent has run
     */
    @Arbiter
    public void afterwards(I_Result result) {
        result.r1 = look();
    }
}
