package dev.runloop.bench.stress;

import dev.runloop.Source0;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A common item that is added, against a mode that becomes a common one. */
@JCStressTest
@JCStressMeta(ModeOutcomes.class)
@State
public class AddAgainstNewMode {
    private final Common common = Commons.loop();
    private final Source0 source = Source0.create(() -> {});

    /** One who adds a common item. */
    @Actor
    public void one() {
        common.add(source);
    }

    /** One who makes a mode a common one. */
    @Actor
    public void other() {
        common.makeModeCommon();
    }

    /**
     * Afterwards.
     *
     * @param result whether the item is in the mode
     */
    @Arbiter
    public void afterwards(I_Result result) {
        result.r1 = common.isInMode(source) ? 1 : 0;
    }
}
