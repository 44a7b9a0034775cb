package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What may come of a task for an executor that ends: how often it was run or handed back, and whether it was accepted. */
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "it was accepted, and has been run or handed back")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "it was rejected")
@Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "it was accepted, and is lost")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "it was rejected, and yet run or handed back")
@Outcome(id = "2, .*", expect = Expect.FORBIDDEN, desc = "it has been run and handed back")
final class EndOutcomes {
    private EndOutcomes() {}
}
