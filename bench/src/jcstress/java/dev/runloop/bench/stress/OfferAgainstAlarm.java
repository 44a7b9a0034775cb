package dev.runloop.bench.stress;

import dev.runloop.internal.Alarm;
import dev.runloop.internal.MessageQueues;
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
public class OfferAgainstAlarm {
    private static final long DATE = 10;

    private final Alarm alarm = new Alarm();
    private final Queue<Integer> arrivals = MessageQueues.forNews(Thread.currentThread());

    /** An alarm that is set to an earlier date. */
    public OfferAgainstAlarm() {
        alarm.set(DATE - 1);
    }

    /**
     * The loop.
     *
     * @param result whether it has found nothing
     */
    @Actor
    public void loop(II_Result result) {
        alarm.hasRung();
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
        result.r2 = alarm.ringsBy(DATE) ? 0 : 1;
    }
}
