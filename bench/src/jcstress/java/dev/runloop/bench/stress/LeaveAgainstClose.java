package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The last block of keyed loops, against their end. */
@JCStressTest
@JCStressMeta(LeaveOutcomes.class)
@State
public class LeaveAgainstClose extends LeaveTrial {
    /** A place with one inside. */
    public LeaveAgainstClose() {
        super(real());
    }

    /**
     * The last one inside.
     *
     * @param result whether this was told of the end
     */
    @Actor
    public void last(II_Result result) {
        result.r1 = leave();
    }

    /**
     * The one who closes.
     *
     * @param result whether this was told of the end
     */
    @Actor
    public void closer(II_Result result) {
        result.r2 = close();
    }
}
