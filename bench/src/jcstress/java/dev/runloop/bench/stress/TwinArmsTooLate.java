package dev.runloop.bench.stress;

import dev.runloop.internal.ReadyEventCount;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link ArmAgainstAnnounce} that looks before it asks. It must fail. */
@JCStressTest
@JCStressMeta(ReadyOutcomes.class)
@State
public class TwinArmsTooLate {
    private final ReadyEventCount gate = new ReadyEventCount();
    private volatile boolean ready;

    /** One look, one announcement. */
    public TwinArmsTooLate() {}

    /**
     * The consumer.
     *
     * @param result whether it has found nothing
     */
    @Actor
    public void consumer(II_Result result) {
        boolean found = ready;
        gate.arm();
        result.r1 = found ? 0 : 1;
    }

    /**
     * The producer.
     *
     * @param result whether it has been asked for an event
     */
    @Actor
    public void producer(II_Result result) {
        ready = true;
        result.r2 = gate.signal() ? 1 : 0;
    }
}
