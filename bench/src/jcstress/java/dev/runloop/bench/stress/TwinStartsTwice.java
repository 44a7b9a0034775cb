package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link NudgeAgainstStart} that looks first and decides second. It must fail. */
@JCStressTest
@JCStressMeta(StartOutcomes.class)
@State
public class TwinStartsTwice extends StartTrial {
    /** A thread that has not been started. */
    public TwinStartsTwice() {
        super(new Unsound());
    }

    /**
     * A producer.
     *
     * @param result whether it has started the thread
     */
    @Actor
    public void producer(II_Result result) {
        result.r1 = nudge();
    }

    /**
     * One who asks for the loop.
     *
     * @param result whether it has started the thread
     */
    @Actor
    public void other(II_Result result) {
        result.r2 = start();
    }
}
