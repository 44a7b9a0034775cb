package dev.runloop.bench;

import dev.runloop.bench.subject.Actor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A benchmark of one executor that stays open for all iterations of a fork. */
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 16, time = 50, timeUnit = TimeUnit.MILLISECONDS)
public abstract class ActorBenchmark extends SubjectBenchmark {
    Actor actor = Actor.NONE;

    @Setup(Level.Trial)
    public void open() {
        actor = subject().open();
    }

    @TearDown(Level.Trial)
    public void close() {
        actor.close();
    }
}
