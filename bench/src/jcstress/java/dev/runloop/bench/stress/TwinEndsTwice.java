package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link LeaveAgainstClose} that looks at two things one after the other. It must fail. */
@JCStressTest
@JCStressMeta(LeaveOutcomes.class)
@State
public class TwinEndsTwice extends LeaveTrial {
    /** A place with one inside. */
    public TwinEndsTwice() {
        super(lookingAfterwards());
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
