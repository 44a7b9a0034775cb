package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What may come of two threads that begin to wait for one another: which of them sees the circle. */
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the first closed it and saw it")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the second closed it and saw it")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both saw it")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "nobody saw it: both wait for ever")
final class CircleOutcomes {
    private CircleOutcomes() {}
}
