package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** In what order the elements of two producers have come out, and how often the queue was not empty and had nothing. */
@Outcome(id = "12, 12, 0", expect = Expect.ACCEPTABLE, desc = "each in the order of its producer")
@Outcome(id = ".*, .*, 0", expect = Expect.FORBIDDEN, desc = "an element is lost, or comes twice or out of order")
@Outcome(id = ".*, .*, .*", expect = Expect.FORBIDDEN, desc = "the queue is not empty, and answers nothing")
final class WorkOutcomes {
    private WorkOutcomes() {}
}
