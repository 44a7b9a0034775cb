package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link SleepAgainstNudge} without a fence between announcement and look. It must fail. */
@JCStressTest
@JCStressMeta(GateOutcomes.class)
@State
public class TwinWithoutFence extends GateTrial {
    /** One sleep, one offer. */
    public TwinWithoutFence() {
        super(UnfencedGate::new);
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
