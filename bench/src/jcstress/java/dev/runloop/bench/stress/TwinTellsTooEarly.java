package dev.runloop.bench.stress;

import dev.runloop.LastItemTrial;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link SleepAgainstLast} that tells the run first and takes the item out second. It must fail. */
@JCStressTest
@JCStressMeta(LastItemOutcomes.class)
@State
public class TwinTellsTooEarly extends LastItemTrial {
    /** A run of a mode with one source. */
    public TwinTellsTooEarly() {
        super();
    }

    /**
     * The run.
     *
     * @param result whether it has gone to sleep
     */
    @Actor
    public void run(II_Result result) {
        result.r1 = goToSleep();
    }

    /**
     * The one who takes the source out.
     *
     * @param result whether this has ended a wait
     */
    @Actor
    public void remover(II_Result result) {
        result.r2 = tellFirst();
    }
}
