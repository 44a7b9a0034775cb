package dev.runloop.bench;

import dev.runloop.bench.comparison.Actor;
import dev.runloop.bench.comparison.Lineup;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** How many tasks an executor takes and runs in a given time, from one producer and from four. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
public class ExecuteRate {
    private static final int BURST = 50_000;

    /** A name from {@link Lineup}. */
    @Param({
        "Runloop on a platform thread",
        "Runloop on a virtual thread",
        "ScheduledThreadPoolExecutor(1)",
        "newSingleThreadExecutor",
        "ForkJoinPool(1)",
        "Netty DefaultEventExecutor",
        "Netty NIO event loop",
        "bare JCTools queue (spinning)"
    })
    private String subject = "";

    private Actor actor = new Actor(Runnable::run, null, () -> {});

    /** What each producer hands over. */
    @State(Scope.Thread)
    public static class Producer {
        private final Burst burst = new Burst(BURST);
    }

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

    /**
     * One producer.
     *
     * @param producer what it hands over
     */
    @Benchmark
    @Threads(1)
    @OperationsPerInvocation(BURST)
    public void fromOneProducer(Producer producer) {
        handOver(producer.burst);
    }

    /**
     * Four producers at once, each with a burst of its own.
     *
     * @param producer what it hands over
     */
    @Benchmark
    @Threads(4)
    @OperationsPerInvocation(BURST)
    public void fromFourProducers(Producer producer) {
        handOver(producer.burst);
    }

    private void handOver(Burst burst) {
        long end = burst.ended() + 1;
        for (int i = 0; i < BURST; i++) {
            actor.executor().execute(burst);
        }
        burst.awaitEnd(end);
    }
}
