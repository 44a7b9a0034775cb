package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** In what order a task (1) and one that was scheduled after it (2) have run. */
@Outcome(id = "12", expect = Expect.ACCEPTABLE, desc = "as they were handed over")
@Outcome(id = "21", expect = Expect.FORBIDDEN, desc = "the second was due, and has overtaken the first")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "one is lost, or has run twice")
final class OrderOutcomes {
    private OrderOutcomes() {}
}
