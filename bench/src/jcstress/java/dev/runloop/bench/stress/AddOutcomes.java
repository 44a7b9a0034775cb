package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What may come of an addition to a loop that ends: whether it was let in, and how often it was told of the end. */
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "it was let in, and told of the end")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "it was refused")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "it was refused, as the end that it was told of had come")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "it was let in, and waits for ever")
final class AddOutcomes {
    private AddOutcomes() {}
}
