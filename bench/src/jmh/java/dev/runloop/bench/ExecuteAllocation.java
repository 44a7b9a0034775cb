package dev.runloop.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Bytes allocated per {@code execute}; run with {@code -prof gc} and read {@code gc.alloc.rate.norm}.
 *
 * <p>The task is always the same object, so every allocation belongs to the executor.
 */
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ExecuteAllocation extends ActorBenchmark {
    private static final int BURST = 1_000;

    private final Burst burst = new Burst(BURST);

    /** Submits a burst and waits until all of it has run. */
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
