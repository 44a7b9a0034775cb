package dev.runloop.bench.stress;

import dev.runloop.internal.trace.TraceRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The ring of a timeline, copied while its loop goes on. */
@JCStressTest
@JCStressMeta(TraceOutcomes.class)
@State
public class CopyAgainstOverwrite {
    private final TraceRing ring = new TraceRing(2);

    /** A ring that is full. */
    public CopyAgainstOverwrite() {
        ring.add(1, 1, 1, 1);
        ring.add(2, 2, 2, 2);
    }

    /** The loop. */
    @Actor
    public void writer() {
        ring.add(3, 3, 3, 3);
        ring.add(4, 4, 4, 4);
        ring.add(5, 5, 5, 5);
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
