package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What may come of a change that is made while the loop looks: whether it has seen that at once, and at last. */
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "it was seen by the look")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "it came after the look, and was seen by another one")
@Outcome(id = ".*, 0", expect = Expect.FORBIDDEN, desc = "the loop never looks at it")
final class LookOutcomes {
    private LookOutcomes() {}
}
