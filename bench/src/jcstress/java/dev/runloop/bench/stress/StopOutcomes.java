package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What may come of a task that is about to run when its executor is stopped: whether it has run, and whether it was handed back. */
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the loop was first, and has run it")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the one who stops was first, and has it back")
@Outcome(id = "1, 1", expect = Expect.FORBIDDEN, desc = "it was handed back and has run")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "it has not run, and was not handed back")
final class StopOutcomes {
    private StopOutcomes() {}
}
