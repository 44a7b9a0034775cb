package dev.runloop.bench.stress;

import dev.runloop.InboxTrial;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A membership that lies in the inbox, and is changed again while the loop takes it out and looks at it. */
@JCStressTest
@JCStressMeta(LookOutcomes.class)
@State
public class LookAgainstChange extends InboxTrial {
    /** One that lies there. */
    public LookAgainstChange() {
        super(Boxes.REAL, true);
    }

    /**
     * The loop.
     *
     * @param result whether it has seen the change at once
     */
    @Actor
    public void loop(II_Result result) {
        result.r1 = takeIn();
    }

    /** A producer. */
    @Actor
    public void producer() {
        change();
    }

    /**
     * Afterwards: the loop looks at what is there.
     *
     * @param result whether it has seen the change at last
     */
    @Arbiter
    public void afterwards(II_Result result) {
        result.r2 = takeIn();
    }
}
