package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** Whether a visitor was let into a place (first), and whether it was closed because nobody was in (second). */
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the visitor came first, and it stays open")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "it was closed first, and the visitor knows")
@Outcome(id = "1, 1", expect = Expect.FORBIDDEN, desc = "closed on somebody who is inside: his block would be lost")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "refused by a place that is open")
final class InFlightOutcomes {
    private InFlightOutcomes() {}
}
