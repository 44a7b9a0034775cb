package dev.runloop.bench.stress;

import dev.runloop.internal.ReadyEventCount;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A stream that asks for an event and then looks, against a producer that announces. */
@JCStressTest
@JCStressMeta(ReadyOutcomes.class)
@State
public class ArmAgainstAnnounce {
    private final ReadyEventCount gate = new ReadyEventCount();
    private volatile boolean ready;

    /** One look, one announcement. */
    public ArmAgainstAnnounce() {}

    /**
     * The consumer.
     *
     * @param result whether it has found nothing
     */
    @Actor
    public void consumer(II_Result result) {
        gate.arm();
        result.r1 = ready ? 0 : 1;
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
