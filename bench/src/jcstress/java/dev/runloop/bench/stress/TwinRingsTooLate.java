package dev.runloop.bench.stress;

import dev.runloop.internal.MpscQueues;
import dev.runloop.internal.PublishedDeadline;
import java.util.Queue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link OfferAgainstPublishedDeadline} that looks before it says that the alarm has rung. It must fail. */
@JCStressTest
@JCStressMeta(ReadyOutcomes.class)
@State
public class TwinRingsTooLate {
    private static final long DATE = 10;

    private final PublishedDeadline published = new PublishedDeadline();
    private final Queue<Integer> arrivals = MpscQueues.forSignals(Thread.currentThread());

    /** An alarm that is set to an earlier date. */
    public TwinRingsTooLate() {
        published.publish(DATE - 1);
    }

    /**
     * The loop.
     *
     * @param result whether it has found nothing
     */
    @Actor
    public void loop(II_Result result) {
        boolean found = arrivals.poll() != null;
        published.withdraw();
        result.r1 = found ? 0 : 1;
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
