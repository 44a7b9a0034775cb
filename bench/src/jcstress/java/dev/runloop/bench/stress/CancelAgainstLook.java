package dev.runloop.bench.stress;

import dev.runloop.executors.scope.ScopeProgress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A thread that cancels its scope, against the owner who looks whether the scope is over. */
@JCStressTest
@JCStressMeta(CancelOutcomes.class)
@State
public class CancelAgainstLook {
    private volatile boolean cancelled;
    private boolean isThrough; // by the thread, before it stops completing
    private final ScopeProgress progress = new ScopeProgress(() -> cancelled);

    /** A thread is under way. */
    public CancelAgainstLook() {
        progress.begin();
    }

    /** The thread. */
    @Actor
    public void thread() {
        progress.beginCompleting();
        cancelled = true;
        isThrough = true;
        progress.endCompleting();
    }

    /**
     * The owner.
     *
     * @param result what it has seen
     */
    @Actor
    public void owner(II_Result result) {
        if (progress.isOver()) {
            result.r1 = 1;
            result.r2 = isThrough ? 1 : 0;
        }
    }
}
