package dev.runloop.bench.stress;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link CancelAgainstLook} that counts before it looks whether the scope is cancelled. It must fail. */
@JCStressTest
@JCStressMeta(CancelOutcomes.class)
@State
public class TwinCountsTooEarly {
    private volatile boolean cancelled;
    private boolean isThrough; // by the thread, before it stops completing
    private final AtomicInteger completing = new AtomicInteger();

    /** The thread. */
    @Actor
    public void thread() {
        completing.incrementAndGet();
        cancelled = true;
        isThrough = true;
        completing.decrementAndGet();
    }

    /**
     * The owner.
     *
     * @param result what it has seen
     */
    @Actor
    public void owner(II_Result result) {
        if (completing.get() == 0 && cancelled) {
            result.r1 = 1;
            result.r2 = isThrough ? 1 : 0;
        }
    }
}
