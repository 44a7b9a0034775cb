package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/**
 * What may come of a running task that is interrupted, and of the task behind it: whether the first was interrupted,
 * and whether the second was, or whatever comes behind it.
 */
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the first task had not begun, or had ended")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the interrupt has come to the first task")
@Outcome(
        id = ".*, 1",
        expect = Expect.FORBIDDEN,
        desc = "the interrupt has come to another task, or stays with the thread")
final class InterruptOutcomes {
    private InterruptOutcomes() {}
}
