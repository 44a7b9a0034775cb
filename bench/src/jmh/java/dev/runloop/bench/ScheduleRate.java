package dev.runloop.bench;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of scheduling a timeout from eight threads at once while the executor is busy. */
@BenchmarkMode(Mode.SingleShotTime)
@Threads(8)
@Warmup(iterations = 8)
@Measurement(iterations = 8)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms4g", "-Xmx4g"})
public class ScheduleRate extends TimerBenchmark {
    private static final int TIMEOUTS = 20_000;

    @Override
    TimerLoad load() {
        return TimerLoad.FLOOD;
    }

    /** Schedules timeouts that never fire. */
    @Benchmark
    @OperationsPerInvocation(TIMEOUTS)
    public void schedule() {
        ScheduledExecutorService timers = actor.requireTimers();
        for (int i = 0; i < TIMEOUTS; i++) {
            var _ = timers.schedule(ScheduleRate::timeOut, 60 + i, TimeUnit.SECONDS);
        }
    }

    private static void timeOut() {}
}
