package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** How often a source that has come and left is told of its schedule and of its cancel, and whether in the wrong order. */
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "it is told of both")
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "the addition was refused")
@Outcome(id = "1, 0, .*", expect = Expect.FORBIDDEN, desc = "it never hears that it has left")
@Outcome(id = "0, 1, .*", expect = Expect.FORBIDDEN, desc = "it hears that it has left, and never has come")
@Outcome(id = ".*, .*, 1", expect = Expect.FORBIDDEN, desc = "it hears that it has left before it has come")
final class PairOutcomes {
    private PairOutcomes() {}
}
