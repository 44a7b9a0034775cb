package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The first task of an executor against its end: the thread is started, or will not be. */
@JCStressTest
@JCStressMeta(StartOutcomes.class)
@State
public class NudgeAgainstCallOff extends StartTrial {
    /** A thread that has not been started. */
    public NudgeAgainstCallOff() {
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
     * The end.
     *
     * @param result whether the thread will not start
     */
    @Actor
    public void other(II_Result result) {
        result.r2 = callOff();
    }
}
