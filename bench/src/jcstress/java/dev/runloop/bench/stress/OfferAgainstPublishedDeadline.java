package dev.runloop.bench.stress;

import dev.runloop.internal.MpscQueues;
import dev.runloop.internal.PublishedDeadline;
import java.util.Queue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A task with a later date than the alarm is set to, against a loop whose alarm rings. */
@JCStressTest
@JCStressMeta(ReadyOutcomes.class)
@State
public class OfferAgainstPublishedDeadline {
    private static final long DATE = 10;

    private final PublishedDeadline published = new PublishedDeadline();
    private final Queue<Integer> arrivals = MpscQueues.forSignals(Thread.currentThread());

    /** An alarm that is set to an earlier date. */
    public OfferAgainstPublishedDeadline() {
        published.publish(DATE - 1);
    }

    /**
     * The loop.
     *
     * @param result whether it has found nothing
     */
    @Actor
    public void loop(II_Result result) {
        published.withdraw();
        result.r1 = arrivals.poll() == null ? 1 : 0;
    }

    /**
     * The producer.
     *
     * @param result whether it tells the loop
     */
    @Actor
    public void producer(II_Result result) {
        arrivals.offer(1);
        result.r2 = published.isNoLaterThan(DATE) ? 0 : 1;
    }
}
