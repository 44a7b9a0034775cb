package dev.runloop.bench.stress;

import dev.runloop.perform.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A thread that begins to wait for another one, which finds nothing to do in the mode that it serves while it waits. */
@JCStressTest
@JCStressMeta(CircleOutcomes.class)
@State
public class WaitAgainstRest {
    private final Thread first = Thread.ofVirtual().unstarted(() -> {});
    private final Thread second = Thread.ofVirtual().unstarted(() -> {});
    private final Wait serving = Wait.serving(first, second);
    private Wait plain = Wait.plain(second, first); // by the second

    /** A thread that serves a mode, and waits. */
    public WaitAgainstRest() {
        serving.publish();
    }

    /**
     * That thread finds nothing to do in its mode.
     *
     * @param result whether it sees the circle
     */
    @Actor
    public void first(II_Result result) {
        result.r1 = rest() ? 1 : 0;
    }

    private boolean rest() {
        serving.beginPass();
        serving.rest();
        return serving.isInCircle();
    }

    /**
     * Another one begins to wait for something that this mode is not for.
     *
     * @param result whether it sees the circle
     */
    @Actor
    public void second(II_Result result) {
        plain = Wait.plain(second, first);
        plain.publish();
        result.r2 = plain.isInCircle() ? 1 : 0;
    }

    /**
     * Afterwards: the first looks again if it was asked to.
     *
     * @param result is complete
     */
    @Arbiter
    public void lookAgain(II_Result result) {
        if (serving.wasAsked() && rest()) {
            result.r1 = 1;
        }
        serving.end();
        plain.end();
    }
}
