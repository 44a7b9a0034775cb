package dev.runloop.bench.stress;

import dev.runloop.LastItemTrial;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A run that goes to sleep, against one who takes out of its mode the last item that kept it going. */
@JCStressTest
@JCStressMeta(LastItemOutcomes.class)
@State
public class SleepAgainstLast extends LastItemTrial {
    /** A run of a mode with one source. */
    public SleepAgainstLast() {
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
        result.r2 = takeOut();
    }
}
