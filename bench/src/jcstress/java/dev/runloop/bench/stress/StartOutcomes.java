package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What may come of one who starts a thread by a nudge (first) and one who starts it too or calls that off (second). */
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the first one has decided")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the second one has decided")
@Outcome(id = "1, 1", expect = Expect.FORBIDDEN, desc = "started twice, or started and called off")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "nobody has started it, and nobody has called that off")
final class StartOutcomes {
    private StartOutcomes() {}
}
