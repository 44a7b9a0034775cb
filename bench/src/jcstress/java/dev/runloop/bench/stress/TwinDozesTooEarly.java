package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The twin of {@link DozeAgainstRouse} that looks for work first and says that it dozes second. It must fail. */
@JCStressTest
@JCStressMeta(DutyOutcomes.class)
@State
public class TwinDozesTooEarly extends DozeTrial {
    private volatile boolean isDozing;

    /** The one who carries. */
    @Actor
    public void carrier() {
        boolean hasWork = hasWork();
        isDozing = true;
        sleeps(!hasWork);
    }

    /** The producer. */
    @Actor
    public void producer() {
        offerTo(() -> {
            if (isDozing) {
                wake();
            }
        });
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
