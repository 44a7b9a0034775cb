package dev.runloop.bench.stress;

import dev.runloop.executors.OrderTrial;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A producer that hands over a task and then one that is due at once, against the loop that has emptied its queue. */
@JCStressTest
@JCStressMeta(OrderOutcomes.class)
@State
public class HandOverAgainstDue extends OrderTrial {
    /** An executor. */
    public HandOverAgainstDue() {
        super(Tasks.REAL);
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
