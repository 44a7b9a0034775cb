package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What may come of a common item and a common mode that come at once: whether the item is in the mode. */
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "it is")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "it is a common one, and not in this common mode")
final class ModeOutcomes {
    private ModeOutcomes() {}
}
