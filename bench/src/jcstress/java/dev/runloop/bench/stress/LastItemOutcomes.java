package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What may come of a run that goes to sleep (first) while the last item leaves, whose end is told (second). */
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the run saw that nothing is left")
@Outcome(
        id = "0, 1",
        expect = Expect.ACCEPTABLE,
        desc = "the run had announced its sleep, was told, and saw that nothing is left")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the run slept and was told")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the run sleeps for ever, as nothing is left to wake it")
final class LastItemOutcomes {
    private LastItemOutcomes() {}
}
