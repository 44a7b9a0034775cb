package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** Whether a loop that is woken for a change finds it. */
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "it does")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "it sleeps on, and nobody will wake it")
final class PutOutcomes {
    private PutOutcomes() {}
}
