package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A loop that goes to sleep until late against a producer with an earlier deadline. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the loop found the work and did not announce a sleep in time")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the loop announced its sleep, was roused, and found the work")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the loop slept and was roused")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the loop sleeps on its work: the wake-up is lost")
@State
public class SleepAgainstNudgeForDeadline extends GateTrial {
    /** One sleep, one offer. */
    public SleepAgainstNudgeForDeadline() {
        super(Gates::nudgedForDeadline);
    }

    /**
     * The loop.
     *
     * @param result whether it has gone to sleep
     */
    @Actor
    public void loop(II_Result result) {
        result.r1 = goToSleep();
    }

    /**
     * The producer.
     *
     * @param result whether it has ended a sleep
     */
    @Actor
    public void producer(II_Result result) {
        result.r2 = offer();
    }
}
