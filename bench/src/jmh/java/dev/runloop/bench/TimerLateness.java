package dev.runloop.bench;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How late timers fire, at random dates that are the same for all subjects. Read the percentiles, in nanoseconds; the
 * time of an invocation is meaningless.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class TimerLateness extends TimerBenchmark {
    private static final long HEAD_START = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SEED = 1_582;

    /** The load beside the timers. */
    @Param({"IDLE", "HALF", "FLOOD"})
    private TimerLoad load = TimerLoad.IDLE;

    /** How many timers there are, one per millisecond on average. */
    @Param("1000")
    private int timers;

    @Override
    TimerLoad load() {
        return load;
    }

    /** The percentiles, in nanoseconds. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Lateness {
        public long p50;

        public long p99;

        public long p999;
    }

    /** Schedules all timers at once and waits for the last. */
    @Benchmark
    public void fire(Lateness lateness) throws InterruptedException {
        var late = new Histogram(3); // written by the executor's thread
        var fired = new CountDownLatch(timers);
        var random = new SplittableRandom(SEED);
        long start = System.nanoTime() + HEAD_START; // when all have been scheduled
        for (int i = 0; i < timers; i++) {
            long date = start + random.nextLong(TimeUnit.MILLISECONDS.toNanos(timers));
            var _ = actor.requireTimers()
                    .schedule(
                            () -> {
                                late.recordValue(Math.max(0, System.nanoTime() - date));
                                fired.countDown();
                            },
                            date - System.nanoTime(),
                            TimeUnit.NANOSECONDS);
        }
        fired.await();
        lateness.p50 = late.getValueAtPercentile(50);
        lateness.p99 = late.getValueAtPercentile(99);
        lateness.p999 = late.getValueAtPercentile(99.9);
    }
}
