package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The twin of {@link CloseAgainstAdd} that does not tell the writer, which may go on to overwrite. It must fail. */
@JCStressTest
@JCStressMeta(CloseOutcomes.class)
@State
public class TwinClosesWithoutWord {
    private final UnclaimedRing ring = new UnclaimedRing(2);
    private long atClose;

    /** A ring that is full. */
    public TwinClosesWithoutWord() {
        ring.add(1);
        ring.add(2);
    }

    private long sum() {
        long[] sum = new long[1];
        ring.forEach(words -> sum[0] = 10 * sum[0] + words[0]);
        return sum[0];
    }

    /** The loop. */
    @Actor
    public void writer() {
        ring.add(3);
        ring.add(4);
        ring.add(5);
    }

    /** Closes the timeline, but only notes what is there. */
    @Actor
    public void closer() {
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
