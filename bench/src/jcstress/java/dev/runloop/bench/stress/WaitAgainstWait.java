package dev.runloop.bench.stress;

import dev.runloop.perform.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads that begin to wait for one another. */
@JCStressTest
@JCStressMeta(CircleOutcomes.class)
@State
public class WaitAgainstWait {
    private final Thread first = Thread.ofVirtual().unstarted(() -> {});
    private final Thread second = Thread.ofVirtual().unstarted(() -> {});
    private final Wait firstWait = Wait.plain(first, second);
    private final Wait secondWait = Wait.plain(second, first);

    /**
     * One thread.
     *
     * @param result whether it sees the circle
     */
    @Actor
    public void first(II_Result result) {
        result.r1 = closesCircle(firstWait) ? 1 : 0;
    }

    /**
     * The other.
     *
     * @param result whether it sees the circle
     */
    @Actor
    public void second(II_Result result) {
        result.r2 = closesCircle(secondWait) ? 1 : 0;
    }

    private static boolean closesCircle(Wait wait) {
        wait.publish();
        return wait.isInCircle();
    }

    /**
     * Afterwards.
     *
     * @param result is complete
     */
    @Arbiter
    public void forget(II_Result result) {
        firstWait.end();
        secondWait.end();
    }
}
