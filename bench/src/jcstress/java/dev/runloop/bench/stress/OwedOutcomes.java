package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** How many elements are asked for in the place of two that had no bytes. */
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "as many")
@Outcome(id = "0|1", expect = Expect.FORBIDDEN, desc = "too few: in the end nothing is asked for, and nothing comes")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "too many")
final class OwedOutcomes {
    private OwedOutcomes() {}
}
