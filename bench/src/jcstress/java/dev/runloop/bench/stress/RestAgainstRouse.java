package dev.runloop.bench.stress;

import dev.runloop.executors.confined.CarrierState;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** One who carries on after the end of the loop and rests, against a producer. */
@JCStressTest
@JCStressMeta(DutyOutcomes.class)
@State
@SuppressWarnings("this-escape") // nobody calls back before the actors do
public class RestAgainstRouse extends DutyTrial {
    private final CarrierState duty = new CarrierState(this);

    /** The loop has ended. */
    public RestAgainstRouse() {
        duty.end();
    }

    /** The one who carries. */
    @Actor
    public void carrier() {
        duty.rest();
    }

    /** The producer. */
    @Actor
    public void producer() {
        offerTo(duty::wake);
    }

    /**
     * Afterwards.
     *
     * @param result how many carry
     */
    @Arbiter
    public void end(I_Result result) {
        result.r1 = succeeding();
    }
}
