package dev.runloop.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link AwaitAgainstAnnounce} that looks before it notes its thread. It must fail. */
@JCStressTest
@JCStressMeta(ReadyOutcomes.class)
@State
public class TwinAwaitsTooLate extends AwaitTrial {
    private final LateGate gate = new LateGate(parking);

    /** One wait, one announcement. */
    public TwinAwaitsTooLate() {}

    /**
     * The consumer.
     *
     * @param result whether it has found nothing, and gone to sleep
     */
    @Actor
    public void consumer(II_Result result) {
        gate.await(() -> ready);
        result.r1 = slept();
    }

    /**
     * The producer.
     *
     * @param result whether it has woken the consumer
     */
    @Actor
    public void producer(II_Result result) {
        ready = true;
        gate.announce();
        result.r2 = done();
    }
}
