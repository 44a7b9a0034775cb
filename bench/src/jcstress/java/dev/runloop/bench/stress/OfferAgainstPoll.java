package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two producers that need a new chunk of a queue, while the loop takes out what is there. */
@JCStressTest
@JCStressMeta(WorkOutcomes.class)
@State
public class OfferAgainstPoll extends WorkTrial {
    /** An empty queue. */
    public OfferAgainstPoll() {
        super(real());
    }

    /** A producer. */
    @Actor
    public void first() {
        offerFirst();
    }

    /** Another one. */
    @Actor
    public void second() {
        offerSecond();
    }

    /** The loop. */
    @Actor
    public void loop() {
        take();
    }

    /**
     * Afterwards.
     *
     * @param result what has come out
     */
    @Arbiter
    public void afterwards(III_Result result) {
        look(result);
    }
}
