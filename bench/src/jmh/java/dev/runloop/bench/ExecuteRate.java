package dev.runloop.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** How many tasks an executor accepts and runs in a given time, from one producer and from several. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ExecuteRate extends ActorBenchmark {
    private static final int BURST = 10_000;

    /** How long a task takes, in microseconds; 0 is a task that only counts. */
    @Param({"0", "1"})
    private int micros;

    /** Each producer's task. */
    @State(Scope.Thread)
    public static class Producer {
        private Burst burst = new Burst(BURST);

        @Setup(Level.Trial)
        public void make(ExecuteRate rate) {
            burst = new Burst(BURST, TimeUnit.MICROSECONDS.toNanos(rate.micros));
        }
    }

    @Benchmark
    @Threads(1)
    @OperationsPerInvocation(BURST)
    public void fromOneProducer(Producer producer) {
        handOver(producer.burst);
    }

    @Benchmark
    @Threads(2)
    @OperationsPerInvocation(BURST)
    public void fromTwoProducers(Producer producer) {
        handOver(producer.burst);
    }

    @Benchmark
    @Threads(4)
    @OperationsPerInvocation(BURST)
    public void fromFourProducers(Producer producer) {
        handOver(producer.burst);
    }

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
