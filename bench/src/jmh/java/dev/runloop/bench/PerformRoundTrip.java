package dev.runloop.bench;

import dev.runloop.RunLoopThread;
import dev.runloop.perform.Perform;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
 * The time to have another thread do something and to wait for the result. The caller is a thread of the same kind as
 * the loop's, because loops on virtual threads serve virtual threads, whose waits cost no system call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 16, time = 50, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class PerformRoundTrip {
    private static final int TRIPS = 1_000;

    /** What is called, and by what kind of thread. */
    @Param({
        "perform on a platform loop",
        "perform on a virtual loop",
        "perform on a virtual loop by a platform thread",
        "submit to newSingleThreadExecutor",
        "submit to newSingleThreadExecutor by a virtual thread"
    })
    private String subject = "";

    private AutoCloseable target = () -> {};
    private ExecutorService caller = Executors.newSingleThreadExecutor();
    private Callable<Integer> trip = () -> 0;

    @Setup(Level.Trial)
    public void open() {
        caller.close();
        boolean isVirtual = subject.endsWith("virtual loop") || subject.endsWith("by a virtual thread");
        caller = Executors.newSingleThreadExecutor(
                isVirtual ? Thread.ofVirtual().factory() : Thread.ofPlatform().factory());
        if (subject.startsWith("submit")) {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            target = executor;
            trip = () -> executor.submit(() -> 1).get();
        } else {
            RunLoopThread loop = (subject.contains("platform loop")
                            ? RunLoopThread.ofPlatform()
                            : RunLoopThread.ofVirtual())
                    .start();
            target = loop;
            trip = () -> Perform.onThreadAndWait(loop.thread(), () -> 1);
        }
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        target.close();
        caller.close();
    }

    /** Makes round trips one after the other. */
    @Benchmark
    @OperationsPerInvocation(TRIPS)
    public int roundTrip() throws ExecutionException, InterruptedException {
        return caller.submit(() -> {
                    int sum = 0;
                    for (int i = 0; i < TRIPS; i++) {
                        sum += trip.call();
                    }
                    return sum;
                })
                .get();
    }
}
