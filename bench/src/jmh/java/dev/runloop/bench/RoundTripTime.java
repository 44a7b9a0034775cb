package dev.runloop.bench;

import dev.runloop.bench.subject.Actor;
import dev.runloop.bench.subject.Lineup;
import dev.runloop.bench.subject.Rally;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long a task takes to an executor and another one back, while nothing else is going on. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 16, time = 50, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
public class RoundTripTime {
    private static final int TRIPS = 1_000;

    /** A name from {@link Lineup}. */
    @Param(Lineup.REFERENCE)
    private String subject = "";

    private Actor near = new Actor(Runnable::run, null, () -> {});
    private Actor far = new Actor(Runnable::run, null, () -> {});
    private Rally rally = new Rally(near.executor(), far.executor());

    /** Starts both executors. */
    @Setup(Level.Trial)
    public void open() {
        near = Lineup.named(subject).open();
        far = Lineup.named(subject).open();
        rally = new Rally(near.executor(), far.executor());
    }

    /** Ends them and their threads. */
    @TearDown(Level.Trial)
    public void close() {
        near.close();
        far.close();
    }

    /**
     * Makes trips, one after the other.
     *
     * @return how long they took
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    @OperationsPerInvocation(TRIPS)
    public long roundTrip() throws InterruptedException {
        return rally.play(TRIPS);
    }
}
