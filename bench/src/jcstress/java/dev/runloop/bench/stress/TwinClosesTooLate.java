package dev.runloop.bench.stress;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link EnterAgainstClose} that looks whether anybody is inside first, and closes second. It must fail. */
@JCStressTest
@JCStressMeta(InFlightOutcomes.class)
@State
public class TwinClosesTooLate {
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean closed;

    /**
     * The one with the block.
     *
     * @param result whether it was let in
     */
    @Actor
    public void visitor(II_Result result) {
        if (!closed) {
            inside.incrementAndGet();
            result.r1 = 1;
        }
    }

    /**
     * The loop.
     *
     * @param result whether it ends
     */
    @Actor
    public void loop(II_Result result) {
        if (inside.get() == 0) {
            closed = true;
            result.r2 = 1;
        }
    }
}
