package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What may come of a loop that goes to sleep (first) while a producer rouses it (second), and what must not. */
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the loop found the work and did not announce a sleep in time")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the loop announced its sleep, was roused, and found the work")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the loop slept and was roused")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the loop sleeps on its work: the wake-up is lost")
final class GateOutcomes {
    private GateOutcomes() {}
}
