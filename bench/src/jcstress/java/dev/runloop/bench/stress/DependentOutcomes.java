package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** How often the dependent of a future runs whose executor ends. */
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "once, on the loop or where it was completed")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "it is lost")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "it has run more than once")
final class DependentOutcomes {
    private DependentOutcomes() {}
}
