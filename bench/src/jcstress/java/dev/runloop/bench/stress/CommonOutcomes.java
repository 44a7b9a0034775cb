package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What may come of the first two common items, added at once. */
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both are common")
@Outcome(id = ".*, 0", expect = Expect.FORBIDDEN, desc = "the second is in a set that nobody has")
@Outcome(id = "0, .*", expect = Expect.FORBIDDEN, desc = "the first is in a set that nobody has")
final class CommonOutcomes {
    private CommonOutcomes() {}
}
