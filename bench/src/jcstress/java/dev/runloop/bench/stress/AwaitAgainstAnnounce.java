package dev.runloop.bench.stress;

import dev.runloop.internal.ReadyEventCount;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A thread that blocks in a stream, against a producer that announces. */
@JCStressTest
@JCStressMeta(ReadyOutcomes.class)
@State
public class AwaitAgainstAnnounce extends AwaitTrial {
    private final ReadyEventCount gate = new ReadyEventCount(parking);

    /** One wait, one announcement. */
    public AwaitAgainstAnnounce() {}

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
        gate.signal();
        result.r2 = done();
    }
}
