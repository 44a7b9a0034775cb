package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What may be read from a ring of records while the oldest are overwritten, and what must not. */
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "all records that were read are whole")
@Outcome(id = "1", expect = Expect.FORBIDDEN, desc = "a record has words of two")
final class TraceOutcomes {
    private TraceOutcomes() {}
}
