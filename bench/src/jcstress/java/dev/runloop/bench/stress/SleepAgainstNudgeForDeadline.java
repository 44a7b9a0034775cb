package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A loop that goes to sleep until late against a producer with an earlier deadline. */
@JCStressTest
@JCStressMeta(GateOutcomes.class)
@State
public class SleepAgainstNudgeForDeadline extends GateTrial {
    /** One sleep, one offer. */
    public SleepAgainstNudgeForDeadline() {
        super(Gates::nudgedForDeadline);
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
