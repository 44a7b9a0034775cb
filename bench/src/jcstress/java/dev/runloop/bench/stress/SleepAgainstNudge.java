package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A loop that goes to sleep against a producer that nudges it. */
@JCStressTest
@JCStressMeta(GateOutcomes.class)
@State
public class SleepAgainstNudge extends GateTrial {
    /** One sleep, one offer. */
    public SleepAgainstNudge() {
        super(Gates::nudged);
    }

    /**
     * The loop.
     *
     * @param result whether it has gone to sleep
     */
    @Actor
    public void loop(II_Result result) {
        result.r1 = goToSleep();
    }

    /**
     * The producer.
     *
     * @param result whether it has ended a sleep
     */
    @Actor
    public void producer(II_Result result) {
        result.r2 = offer();
    }
}
