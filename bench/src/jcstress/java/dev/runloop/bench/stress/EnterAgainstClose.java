package dev.runloop.bench.stress;

import dev.runloop.internal.InFlight;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A block that comes for the loop of a key, against the loop that ends because it is idle. */
@JCStressTest
@JCStressMeta(InFlightOutcomes.class)
@State
public class EnterAgainstClose {
    private final InFlight inFlight = new InFlight();

    /**
     * The one with the block.
     *
     * @param result whether it was let in
     */
    @Actor
    public void visitor(II_Result result) {
        result.r1 = inFlight.enter() ? 1 : 0;
    }

    /**
     * The loop.
     *
     * @param result whether it ends
     */
    @Actor
    public void loop(II_Result result) {
        result.r2 = inFlight.closeIfEmpty() ? 1 : 0;
    }
}
