package dev.runloop.bench.stress;

import dev.runloop.stream.OwedTrial;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The twin of {@link OweAgainstAsk} that looks first and forgets second. It must fail. */
@JCStressTest
@JCStressMeta(OwedOutcomes.class)
@State
public class TwinForgetsWhatItOwes extends OwedTrial {
    /** A stream that reads what is published. */
    public TwinForgetsWhatItOwes() {
        super(Sources.FORGETTING);
    }

    /** The publisher. */
    @Actor
    public void publisher() {
        publish();
    }

    /** The reader. */
    @Actor
    public void reader() {
        read();
    }

    /**
     * Afterwards.
     *
     * @param result how many elements were asked for
     */
    @Arbiter
    public void afterwards(I_Result result) {
        result.r1 = look();
    }
}
