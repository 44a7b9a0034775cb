package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** Whether a table that somebody holds is that of its mode, and whether it is forgotten when nobody does. */
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both")
@Outcome(id = "0, .*", expect = Expect.FORBIDDEN, desc = "what is added to it is in no mode: nobody serves it")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the mode is never forgotten")
final class TableOutcomes {
    private TableOutcomes() {}
}
