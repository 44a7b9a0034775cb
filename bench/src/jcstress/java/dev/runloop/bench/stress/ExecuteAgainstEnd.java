package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A producer that hands a task over, against a loop whose executor is shut down and ends. */
@JCStressTest
@JCStressMeta(EndOutcomes.class)
@State
public class ExecuteAgainstEnd extends EndTrial {
    /** One task. */
    public ExecuteAgainstEnd() {
        super(Workers::executor, false);
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
