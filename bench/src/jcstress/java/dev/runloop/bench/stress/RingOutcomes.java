package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/**
 * What may be read (first: anything; second: what was written) from a ring that is being written to, and what must not.
 */
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "nothing was there yet")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "what was written was there")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "something else was there")
final class RingOutcomes {
    private RingOutcomes() {}
}
