package dev.runloop.bench;

import dev.runloop.bench.subject.Timeouts;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of {@link Timeouts} that never fire, with this many outstanding. Divide the time by the number of
 * timeouts.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms4g", "-Xmx4g", "-XX:+AlwaysPreTouch"})
public class TimeoutCost extends SubjectBenchmark {
    /** A subject outside the lineup: Netty's wheel, which is not an executor. */
    public static final String WHEEL = "Netty HashedWheelTimer";

    /** How many are outstanding when the first one is cancelled. */
    @Param({"10000", "100000", "1000000"})
    private int timeouts;

    /** How many to schedule and cancel before measuring. */
    @Param("2000000")
    private int tries;

    private Timeouts all = new Timeouts(0);
    private Timeouts.Timers timers = new Wheel();

    /** Ticks every millisecond, and forgets cancelled timeouts at the next tick. */
    private static final class Wheel implements Timeouts.Timers {
        private final HashedWheelTimer wheel = new HashedWheelTimer(1, TimeUnit.MILLISECONDS, 1 << 16);

        @Override
        public Object schedule(Runnable body, long nanos) {
            return wheel.newTimeout(fired -> body.run(), nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void cancel(Object timeout) {
            ((Timeout) timeout).cancel();
        }

        @Override
        public void awaitLetGo() {
            while (wheel.pendingTimeouts() > 0) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            wheel.stop();
        }
    }

    /** Warms up with enough timeouts that the code is compiled, however few are measured. */
    @Setup(Level.Trial)
    public void open() throws InterruptedException {
        all = new Timeouts(timeouts);
        timers.close();
        timers = name().equals(WHEEL) ? new Wheel() : Timeouts.of(subject().open());
        for (int tried = 0; tried < tries; tried += timeouts) {
            scheduleThenCancel();
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        timers.close();
    }

    @Benchmark
    public void scheduleThenCancel() throws InterruptedException {
        all.scheduleThenCancel(timers);
    }
}
