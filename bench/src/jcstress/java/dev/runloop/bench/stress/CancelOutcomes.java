package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** Whether the owner of a scope found it over (first), and if so, saw the cancellation carried through (second). */
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the owner goes on waiting, and is told later")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the scope is over, and who cancelled it is through")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the scope seems to be over while somebody still cancels it")
final class CancelOutcomes {
    private CancelOutcomes() {}
}
