package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What may come of a command that is added while its source is performed: whether it is taken by the first and by the second pass. */
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the perform for an earlier signal has taken the command")
@Outcome(
        id = "0, 1",
        expect = Expect.ACCEPTABLE,
        desc = "the command came too late for it, and its signal led to another")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "the command lies there, and its signal is gone")
final class CommandOutcomes {
    private CommandOutcomes() {}
}
