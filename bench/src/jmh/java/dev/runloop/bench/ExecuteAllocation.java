package dev.runloop.bench;

import dev.runloop.bench.subject.Actor;
import dev.runloop.bench.subject.Lineup;
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

/**
 * Bytes allocated for one {@code execute}; run with {@code -prof gc} and read {@code gc.alloc.rate.norm}.
 *
 * <p>The task is one object that is handed over again and again, so all that is allocated belongs to the executor. The
 * producer waits for the end of a burst without parking: no latch is made, and the executor's thread has nobody to wake.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
public class ExecuteAllocation {
    private static final int BURST = 1_000;

    /** A name from {@link Lineup}. */
    @Param(Lineup.REFERENCE)
    private String subject = "";

    private Actor actor = new Actor(Runnable::run, null, () -> {});
    private final Burst burst = new Burst(BURST);

    /** Starts the executor. */
    @Setup(Level.Trial)
    public void open() {
        actor = Lineup.named(subject).open();
    }

    /** Ends the executor and its thread. */
    @TearDown(Level.Trial)
    public void close() {
        actor.close();
    }

    /** Hands over a burst and waits until all of it has run. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void execute() {
        long end = burst.ended() + 1;
        for (int i = 0; i < BURST; i++) {
            actor.executor().execute(burst);
        }
        burst.awaitEnd(end);
    }
}
