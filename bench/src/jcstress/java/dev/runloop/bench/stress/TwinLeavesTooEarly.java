package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The twin of {@link LeaveAgainstRouse} that looks for work before it says that it leaves. It must fail. */
@JCStressTest
@JCStressMeta(DutyOutcomes.class)
@State
@SuppressWarnings("this-escape") // nobody calls back before the actors do
public class TwinLeavesTooEarly extends DutyTrial {
    private final HastyDuty duty = new HastyDuty(this);

    /** The source is in the loop. */
    public TwinLeavesTooEarly() {
        enterLoop();
    }

    /** The one who carries. */
    @Actor
    public void carrier() {
        duty.leave();
    }

    /** The producer. */
    @Actor
    public void producer() {
        offerTo(duty::wakeLoop);
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
