package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** Which of three blocks a loop finds while its inbox is sifted, and which afterwards. The first two lay there before. */
@Outcome(id = "12, 3", expect = Expect.ACCEPTABLE, desc = "it has found all that was there")
@Outcome(id = "123, 0", expect = Expect.ACCEPTABLE, desc = "it has found the third as well")
@Outcome(
        id = ".*, .*",
        expect = Expect.FORBIDDEN,
        desc = "a block was passed over, doubled or lost, or came out of order")
final class SiftOutcomes {
    private SiftOutcomes() {}
}
