package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The twin of {@link CopyAgainstOverwrite} whose writer does not claim what it overwrites. It must fail. */
@JCStressTest
@JCStressMeta(TraceOutcomes.class)
@State
public class TwinOverwritesUnclaimed {
    private final UnclaimedRing ring = new UnclaimedRing(2);

    /** A ring that is full. */
    public TwinOverwritesUnclaimed() {
        ring.add(1);
        ring.add(2);
    }

    /** The loop. */
    @Actor
    public void writer() {
        ring.add(3);
        ring.add(4);
        ring.add(5);
    }

    /**
     * Writes the timeline.
     *
     * @param result whether a record was torn
     */
    @Actor
    public void reader(I_Result result) {
        ring.forEach(words -> {
            if (words[0] != words[1] || words[0] != words[2] || words[0] != words[3]) {
                result.r1 = 1;
            }
        });
    }
}
