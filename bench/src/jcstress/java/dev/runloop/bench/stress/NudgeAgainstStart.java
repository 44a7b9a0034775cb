package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The first task of an executor against one who asks for its loop: the thread is started once. */
@JCStressTest
@JCStressMeta(StartOutcomes.class)
@State
public class NudgeAgainstStart extends StartTrial {
    /** A thread that has not been started. */
    public NudgeAgainstStart() {
        super(new Sound());
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
