package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The twin of {@link ScheduleAgainstRemove} and {@link ScheduleAgainstEnd} that looks too early whether it has left. It must fail. */
@JCStressTest
@JCStressMeta(PairOutcomes.class)
@State
public class TwinSchedulesUnseen extends PairTrial {
    /** A source that is nowhere. */
    public TwinSchedulesUnseen() {
        super(Pairs::lookingTooEarly);
    }

    /** The one who adds it. */
    @Actor
    public void adder() {
        come();
    }

    /** The one who takes it out. */
    @Actor
    public void remover() {
        leave();
    }

    /**
     * Afterwards: it is taken out.
     *
     * @param result what it was told
     */
    @Arbiter
    public void afterwards(III_Result result) {
        look(result);
    }
}
