package dev.runloop.bench.stress;

import dev.runloop.executors.InterruptTrial;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Somebody who interrupts a running task, against the loop that goes on to the next one. */
@JCStressTest
@JCStressMeta(InterruptOutcomes.class)
@State
public class InterruptAgainstNextTask extends InterruptTrial {
    /**
     * The loop.
     *
     * @param result whether the first task was interrupted, and whether the second was
     */
    @Actor
    public void loop(II_Result result) {
        runBoth(result);
    }

    /** The canceller. */
    @Actor
    public void canceller() {
        holdAndInterrupt();
    }

    /**
     * Afterwards.
     *
     * @param result whether the interrupt has stayed with the thread
     */
    @Arbiter
    public void afterwards(II_Result result) {
        result.r2 += isInterrupted();
    }
}
