package dev.runloop.bench;

import dev.runloop.bench.subject.Actor;
import dev.runloop.bench.subject.Lineup;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a burst of tasks for an executor that sleeps costs: its caller, and until the last of them has run. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 50, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
public class BurstCost {
    private static final long UNTIL_ASLEEP = TimeUnit.MICROSECONDS.toNanos(200);

    /** A name from {@link Lineup}. */
    @Param(Lineup.REFERENCE)
    private String subject = "";

    /** How many tasks there are in a burst. */
    @Param({"1", "10", "1000"})
    private int tasks;

    private Actor actor = new Actor(Runnable::run, null, () -> {});
    private Burst burst = new Burst(1);
    private long handedOver;

    /** Starts the executor. */
    @Setup(Level.Trial)
    public void open() {
        actor = Lineup.named(subject).open();
        burst = new Burst(tasks);
    }

    /** Waits until all have run that were handed over, and then until the executor sleeps again. */
    @Setup(Level.Invocation)
    public void rest() {
        burst.awaitEnd(handedOver);
        LockSupport.parkNanos(UNTIL_ASLEEP);
    }

    /** Ends the executor and its thread. */
    @TearDown(Level.Trial)
    public void close() {
        burst.awaitEnd(handedOver);
        actor.close();
    }

    /** The caller's part alone. */
    @Benchmark
    public void handOver() {
        handedOver++;
        for (int i = 0; i < tasks; i++) {
            actor.executor().execute(burst);
        }
    }

    /** All of it. */
    @Benchmark
    public void untilAllHaveRun() {
        handOver();
        burst.awaitEnd(handedOver);
    }
}
