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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** How many tasks an executor takes and runs in a given time, from one producer and from several. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 16, time = 50, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
public class ExecuteRate {
    private static final int BURST = 10_000;

    /** A name from {@link Lineup}. */
    @Param(Lineup.REFERENCE)
    private String subject = "";

    /** How long a task takes, in microseconds; 0 is one that only counts. */
    @Param({"0", "1"})
    private int micros;

    private Actor actor = new Actor(Runnable::run, null, () -> {});

    /** What each producer hands over. */
    @State(Scope.Thread)
    public static class Producer {
        private Burst burst = new Burst(BURST);

        /**
         * Makes the task.
         *
         * @param rate how long it takes
         */
        @Setup(Level.Trial)
        public void make(ExecuteRate rate) {
            burst = new Burst(BURST, TimeUnit.MICROSECONDS.toNanos(rate.micros));
        }
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
     * Two producers at once, each with a burst of its own.
     *
     * @param producer what it hands over
     */
    @Benchmark
    @Threads(2)
    @OperationsPerInvocation(BURST)
    public void fromTwoProducers(Producer producer) {
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

    /**
     * Eight producers at once, each with a burst of its own.
     *
     * @param producer what it hands over
     */
    @Benchmark
    @Threads(8)
    @OperationsPerInvocation(BURST)
    public void fromEightProducers(Producer producer) {
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
