package dev.runloop.bench.stress;

import dev.runloop.internal.trace.TraceRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The ring of a timeline, closed while its loop goes on. */
@JCStressTest
@JCStressMeta(CloseOutcomes.class)
@State
public class CloseAgainstAdd {
    private final TraceRing ring = new TraceRing(2);
    private long atClose;

    /** A ring that is full. */
    public CloseAgainstAdd() {
        ring.add(1, 1, 1, 1);
        ring.add(2, 2, 2, 2);
    }

    private long sum() {
        long[] sum = new long[1];
        ring.forEach(words -> sum[0] = 10 * sum[0] + words[0]);
        return sum[0];
    }

    /** The loop. */
    @Actor
    public void writer() {
        ring.add(3, 3, 3, 3);
        ring.add(4, 4, 4, 4);
        ring.add(5, 5, 5, 5);
    }

    /** Closes the timeline. */
    @Actor
    public void closer() {
        ring.close();
        atClose = sum();
    }

    /**
     * Reads once more when both are through.
     *
     * @param result whether that is something else than was read when it was closed
     */
    @Arbiter
    public void later(I_Result result) {
        result.r1 = sum() == atClose ? 0 : 1;
    }
}
