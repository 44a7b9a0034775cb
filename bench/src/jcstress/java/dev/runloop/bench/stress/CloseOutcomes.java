package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What is read again of a ring of records that was closed while its writer went on: the same. */
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "the same is read again")
@Outcome(id = "1", expect = Expect.FORBIDDEN, desc = "something else is read after the close")
final class CloseOutcomes {
    private CloseOutcomes() {}
}
