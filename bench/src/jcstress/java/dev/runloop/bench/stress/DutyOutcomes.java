package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** How many are about to carry the work that a producer has brought while somebody went who found none. */
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "somebody carries the work")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "the work is left lying")
@Outcome(id = "2", expect = Expect.FORBIDDEN, desc = "two carry at the same time")
final class DutyOutcomes {
    private DutyOutcomes() {}
}
