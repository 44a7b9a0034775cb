package dev.runloop.bench.stress;

import dev.runloop.TableTrial;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** One who comes to hold the table of a mode, against the one who was the last to. */
@JCStressTest
@JCStressMeta(TableOutcomes.class)
@State
public class HoldAgainstRelease extends TableTrial {
    /** A table that one holds. */
    public HoldAgainstRelease() {
        super(Kinds.REAL);
    }

    /** The one who lets go of it. */
    @Actor
    public void last() {
        release();
    }

    /** The one who comes. */
    @Actor
    public void next() {
        hold();
    }

    /**
     * Afterwards.
     *
     * @param result what has come of the table
     */
    @Arbiter
    public void afterwards(II_Result result) {
        look(result);
    }
}
