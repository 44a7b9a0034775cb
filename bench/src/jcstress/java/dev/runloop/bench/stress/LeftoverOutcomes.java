package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/**
 * What may come of a delayed task that is cancelled when its date has come: whether it has run, whether its
 * cancellation was answered with yes, and whether anything is left of it.
 */
@Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "it has run, and the cancellation came too late")
@Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "it was cancelled and has not run")
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "it was cancelled while it ran, or between two runs")
@Outcome(id = "0, 0, .*", expect = Expect.FORBIDDEN, desc = "it was not cancelled and never ran")
@Outcome(
        id = ".*, .*, 1",
        expect = Expect.FORBIDDEN,
        desc = "something lies there, or is thought to, for which nobody will come")
final class LeftoverOutcomes {
    private LeftoverOutcomes() {}
}
