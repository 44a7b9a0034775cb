package dev.runloop.bench.stress;

import dev.runloop.InboxTrial;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A producer that changes a membership and wakes the loop for it, while another puts that into the inbox. */
@JCStressTest
@JCStressMeta(PutOutcomes.class)
@State
public class PutAgainstPut extends InboxTrial {
    /** One that lies nowhere. */
    public PutAgainstPut() {
        super(Boxes.REAL, false);
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
