package dev.runloop.bench.stress;

import dev.runloop.InboxTrial;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The twin of {@link PutAgainstPut} that relies on the claim of the other producer. It must fail. */
@JCStressTest
@JCStressMeta(PutOutcomes.class)
@State
public class TwinReliesOnClaims extends InboxTrial {
    /** One that lies nowhere. */
    public TwinReliesOnClaims() {
        super(Boxes.RELYING_ON_CLAIMS, false);
    }

    /** Another producer, which has nothing to wake the loop for. */
    @Actor
    public void other() {
        offer();
    }

    /**
     * A producer, and the loop that it wakes.
     *
     * @param result whether the loop has seen the change
     */
    @Actor
    public void producer(I_Result result) {
        change();
        result.r1 = takeIn();
    }
}
