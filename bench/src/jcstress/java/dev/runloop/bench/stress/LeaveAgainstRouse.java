package dev.runloop.bench.stress;

import dev.runloop.executors.confined.CarrierState;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** One who takes the source of the threads out of the loop, against a producer. */
@JCStressTest
@JCStressMeta(DutyOutcomes.class)
@State
@SuppressWarnings("this-escape") // nobody calls back before the actors do
public class LeaveAgainstRouse extends DutyTrial {
    private final CarrierState duty = new CarrierState(this);

    /** The source is in the loop. */
    public LeaveAgainstRouse() {
        duty.enter();
    }

    /** The one who carries. */
    @Actor
    public void carrier() {
        duty.leave();
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
        result.r1 = inLoop();
    }
}
