package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link ExecuteAgainstEnd} that looks for tasks first and ends second. It must fail. */
@JCStressTest
@JCStressMeta(EndOutcomes.class)
@State
public class TwinEndsTooLate extends EndTrial {
    /** One task. */
    public TwinEndsTooLate() {
        super(Workers::endingTooLate, false);
    }

    /** The loop. */
    @Actor
    public void loop() {
        end();
    }

    /**
     * The producer.
     *
     * @param result whether the task was accepted
     */
    @Actor
    public void producer(II_Result result) {
        result.r2 = execute();
    }

    /**
     * Afterwards.
     *
     * @param result how often the task was run or handed back
     */
    @Arbiter
    public void afterwards(II_Result result) {
        result.r1 = runs() + handedBack();
    }
}
