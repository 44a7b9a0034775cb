package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The twin of {@link WaitAgainstRouse} that looks for work before it says that it helps. It must fail. */
@JCStressTest
@JCStressMeta(DutyOutcomes.class)
@State
@SuppressWarnings("this-escape") // nobody calls back before the actors do
public class TwinWaitsTooEarly extends DutyTrial {
    private final HastyDuty duty = new HastyDuty(this);
    private boolean waits; // the one who carries

    /** The helper is there. */
    public TwinWaitsTooEarly() {}

    /** The one who carries. */
    @Actor
    public void carrier() {
        waits = duty.waits();
    }

    /** The producer. */
    @Actor
    public void producer() {
        offerTo(duty::wakeHelper);
    }

    /**
     * Afterwards.
     *
     * @param result how many carry
     */
    @Arbiter
    public void end(I_Result result) {
        result.r1 = waits ? woken() : 1;
    }
}
