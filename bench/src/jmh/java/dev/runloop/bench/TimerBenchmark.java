package dev.runloop.bench;

import dev.runloop.bench.subject.Actor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A benchmark of the timers of an executor under load; each iteration opens an executor of its own. */
public abstract class TimerBenchmark extends SubjectBenchmark {
    private final AtomicBoolean goOn = new AtomicBoolean();
    Actor actor = Actor.NONE;

    abstract TimerLoad load();

    @Setup(Level.Iteration)
    public void open() {
        actor = subject().open();
        goOn.set(true);
        load().start(actor, goOn);
    }

    /** Drops pending timers. */
    @TearDown(Level.Iteration)
    public void close() {
        goOn.set(false);
        actor.requireTimers().shutdownNow();
        actor.close();
    }
}
