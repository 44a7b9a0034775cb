package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The twin of {@link SendAgainstSettle} that does not look again. It must fail. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "somebody was called for the second message, once")
@Outcome(expect = Expect.FORBIDDEN, desc = "the second message lies there unseen, or two were called for it")
@State
public class TwinSettlesTooEarly extends MailTrial {
    /** One message that is taken out, one that comes. */
    public TwinSettlesTooEarly() {
        super(ready -> Mails.settlingTooEarly(2, ready));
    }

    /** The consumer. */
    @Actor
    public void consumer() {
        takeAndSettle();
    }

    /** A sender. */
    @Actor
    public void sender() {
        send();
    }

    /**
     * Afterwards.
     *
     * @param result how often somebody was called
     */
    @Arbiter
    public void afterwards(I_Result result) {
        result.r1 = calls();
    }
}
