package dev.runloop.bench.stress;

import dev.runloop.executors.OrderTrial;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The twin of {@link HandOverAgainstDue} that does not look at what was handed over before. It must fail. */
@JCStressTest
@JCStressMeta(OrderOutcomes.class)
@State
public class TwinRunsAhead extends OrderTrial {
    /** An executor. */
    public TwinRunsAhead() {
        super(Tasks.RUNNING_AHEAD);
    }

    /** The loop. */
    @Actor
    public void loop() {
        perform();
    }

    /** The producer. */
    @Actor
    public void producer() {
        handOver();
    }

    /**
     * Afterwards.
     *
     * @param result what has run
     */
    @Arbiter
    public void afterwards(I_Result result) {
        result.r1 = look();
    }
}
