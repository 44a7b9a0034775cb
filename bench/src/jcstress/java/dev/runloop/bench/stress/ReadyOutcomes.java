package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/**
 * What may come of a consumer that wants to be told (first) while a producer has something for it (second), and what
 * must not.
 */
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the consumer found it, and the producer had nobody to tell")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the consumer found it, and was told too")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the consumer found nothing and was told")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the consumer found nothing, and nobody tells it")
final class ReadyOutcomes {
    private ReadyOutcomes() {}
}
