package dev.runloop.bench.stress;

import dev.runloop.Source0;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link AddAgainstAdd} that looks whether there is a set, and makes one second. It must fail. */
@JCStressTest
@JCStressMeta(CommonOutcomes.class)
@State
public class TwinMakesTwice {
    private final Common common = Commons.makingTwice();
    private final Source0 first = Source0.create(() -> {});
    private final Source0 second = Source0.create(() -> {});

    /** One who adds the first common item. */
    @Actor
    public void one() {
        common.add(first);
    }

    /** Another who does. */
    @Actor
    public void other() {
        common.add(second);
    }

    /**
     * Afterwards.
     *
     * @param result whether either is common
     */
    @Arbiter
    public void afterwards(II_Result result) {
        result.r1 = common.has(first) ? 1 : 0;
        result.r2 = common.has(second) ? 1 : 0;
    }
}
