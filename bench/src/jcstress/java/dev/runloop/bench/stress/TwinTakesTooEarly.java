package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link WaitAgainstTake} that looks for those who wait first. It must fail. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the sender found the place")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the sender announced that it waits, and found the place")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the sender waits, and is let go on")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the sender waits while there is a place")
@State
public class TwinTakesTooEarly extends MailTrial {
    /** One place that comes free, one sender that wants it. */
    public TwinTakesTooEarly() {
        super(ready -> Mails.lookingTooEarly(1, ready));
    }

    /** The consumer. */
    @Actor
    public void consumer() {
        take();
    }

    /**
     * A sender.
     *
     * @param result whether it would wait
     */
    @Actor
    public void sender(II_Result result) {
        result.r1 = send();
    }

    /**
     * Afterwards.
     *
     * @param result whether somebody was let go on
     */
    @Arbiter
    public void afterwards(II_Result result) {
        result.r2 = releases();
    }
}
