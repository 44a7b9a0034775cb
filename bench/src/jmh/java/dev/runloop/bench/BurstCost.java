package dev.runloop.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of a burst of tasks for a sleeping executor: for the caller, and until the last task has run. */
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 50, timeUnit = TimeUnit.MILLISECONDS)
public class BurstCost extends ActorBenchmark {
    private static final long UNTIL_ASLEEP = TimeUnit.MICROSECONDS.toNanos(200);

    /** Tasks per burst. */
    @Param({"1", "10", "1000"})
    private int tasks;

    private Burst burst = new Burst(1);
    private long handedOver;

    @Setup(Level.Trial)
    public void makeBurst() {
        burst = new Burst(tasks);
    }

    /** Waits until the last burst has run and the executor sleeps again. */
    @Setup(Level.Invocation)
    public void rest() {
        burst.awaitEnd(handedOver);
        LockSupport.parkNanos(UNTIL_ASLEEP);
    }

    /** The caller's part only. */
    @Benchmark
    public void handOver() {
        handedOver++;
        for (int i = 0; i < tasks; i++) {
            actor.executor().execute(burst);
        }
    }

    /** The whole burst. */
    @Benchmark
    public void untilAllHaveRun() {
        handOver();
        burst.awaitEnd(handedOver);
    }
}
