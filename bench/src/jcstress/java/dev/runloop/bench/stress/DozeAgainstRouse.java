package dev.runloop.bench.stress;

import dev.runloop.executors.confined.Doze;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The thread of a loop that only carries and finds nothing to carry, against a producer. */
@JCStressTest
@JCStressMeta(DutyOutcomes.class)
@State
@SuppressWarnings("this-escape") // nobody calls back before the actors do
public class DozeAgainstRouse extends DozeTrial {
    private final Doze doze = new Doze(this::wake);

    /** The one who carries. */
    @Actor
    public void carrier() {
        sleeps(doze.begin(this::hasWork));
    }

    /** The producer. */
    @Actor
    public void producer() {
        offerTo(doze::wake);
    }

    /**
     * Afterwards.
     *
     * @param result how many carry
     */
    @Arbiter
    public void end(I_Result result) {
        result.r1 = carrying();
    }
}
