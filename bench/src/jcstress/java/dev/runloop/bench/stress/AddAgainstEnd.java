package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Somebody who puts a perform into a loop and will wait for it, against the end of the loop. */
@JCStressTest
@JCStressMeta(AddOutcomes.class)
@State
public class AddAgainstEnd {
    private final Host host = Hosts.loop();
    private volatile int told;

    /**
     * Somebody who will wait for something in the loop.
     *
     * @param result whether it was let in
     */
    @Actor
    public void visitor(II_Result result) {
        result.r1 = host.add(this::tell) ? 1 : 0;
    }

    /** The end of the loop's thread. */
    @Actor
    public void end() {
        host.end();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by one: what leaves a loop leaves it once
    private void tell() {
        told++;
    }

    /**
     * Afterwards.
     *
     * @param result how often it was told of the end
     */
    @Arbiter
    public void afterwards(II_Result result) {
        result.r2 = told;
    }
}
