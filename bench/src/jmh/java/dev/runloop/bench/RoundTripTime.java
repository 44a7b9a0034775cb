package dev.runloop.bench;

import dev.runloop.bench.subject.Actor;
import dev.runloop.bench.subject.Rally;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The time of a task to another executor and one back, while nothing else is going on. */
@BenchmarkMode(Mode.AverageTime)
public class RoundTripTime extends ActorBenchmark {
    private static final int TRIPS = 1_000;

    private Actor far = Actor.NONE;

    @Setup(Level.Trial)
    public void openFar() {
        far = subject().open();
    }

    @TearDown(Level.Trial)
    public void closeFar() {
        far.close();
    }

    /** Makes round trips one after the other. */
    @Benchmark
    @OperationsPerInvocation(TRIPS)
    public long roundTrip() throws InterruptedException {
        return new Rally(actor.executor(), far.executor()).play(TRIPS);
    }
}
