package dev.runloop.bench;

import dev.runloop.bench.subject.Actor;
import dev.runloop.bench.subject.Lineup;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
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

/** What it costs a caller to schedule a timeout, from eight threads at once, while the executor is busy with tasks. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(8)
@Warmup(iterations = 8)
@Measurement(iterations = 8)
@Fork(
        value = 2,
        jvmArgsAppend = {
            "-Xms4g",
            "-Xmx4g",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
public class ScheduleRate {
    private static final int TIMEOUTS = 20_000;

    /** A name from {@link Lineup}. */
    @Param(Lineup.REFERENCE)
    private String subject = "";

    private Actor actor = new Actor(Runnable::run, null, () -> {});
    private volatile boolean busy;

    /** Starts the executor, with a task that hands itself over again and again. */
    @Setup(Level.Iteration)
    public void open() {
        actor = Lineup.named(subject).open();
        busy = true;
        keepBusy(actor.executor());
    }

    private void keepBusy(Executor executor) {
        try {
            if (busy) {
                executor.execute(() -> keepBusy(executor));
            }
        } catch (RejectedExecutionException e) {
            busy = false; // closed at this moment
        }
    }

    /** Ends the executor, and forgets all that waits. */
    @TearDown(Level.Iteration)
    public void close() {
        busy = false;
        actor.requireTimers().shutdownNow();
        actor.close();
    }

    /** Schedules for a time that does not come. */
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
