package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** Whether the last one inside (first) and the one who closes (second) are told that it is closed and empty. */
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the last one was still inside when it was closed")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "it was empty when it was closed")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "nobody is told: the end is never carried through")
@Outcome(id = "1, 1", expect = Expect.FORBIDDEN, desc = "both are told: the end comes twice")
final class LeaveOutcomes {
    private LeaveOutcomes() {}
}
