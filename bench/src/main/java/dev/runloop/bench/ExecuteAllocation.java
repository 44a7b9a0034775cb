package dev.runloop.bench;

import dev.runloop.bench.comparison.Actor;
import dev.runloop.bench.comparison.Lineup;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
 * Bytes allocated for one {@code execute}; run with {@code -prof gc} and read {@code gc.alloc.rate.norm}.
 *
 * <p>The task is one object that is handed over again and again, so all that is allocated belongs to the executor. The
 * producer waits for the end of a burst without parking: no latch is made, and the executor's thread has nobody to wake.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
public class ExecuteAllocation {
    private static final int BURST = 1_000;

    /** A name from {@link Lineup}. */
    @Param({
        "Runloop, platform thread",
        "Runloop, virtual thread",
        "ScheduledThreadPoolExecutor(1)",
        "newSingleThreadExecutor",
        "ForkJoinPool(1)",
        "Netty DefaultEventExecutor",
        "Netty NIO event loop"
    })
    private String subject = "";

    private Actor actor = new Actor(Runnable::run, null, () -> {});
    private final Burst burst = new Burst();

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

    /** Hands over a burst and waits until all of it has run. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void execute() {
        long end = burst.ended() + 1;
        for (int i = 0; i < BURST; i++) {
            actor.executor().execute(burst);
        }
        burst.awaitEnd(end);
    }

    /** Counts runs in a plain field of the consumer's, and whole bursts in one that the producer may read. */
    private static final class Burst implements Runnable {
        private static final VarHandle ENDED = endedHandle();
        private static final int SPINS_BEFORE_YIELD = 100;

        private int runs; // belongs to the executor's thread

        @SuppressWarnings("UnusedVariable") // accessed through ENDED
        private long ended; // written by the executor's thread

        @Override
        public void run() {
            if (++runs == BURST) {
                runs = 0;
                ENDED.setRelease(this, (long) ENDED.get(this) + 1);
            }
        }

        long ended() {
            return (long) ENDED.getAcquire(this);
        }

        @SuppressWarnings("ThreadPriorityCheck") // yielding is a courtesy here, nothing relies on it
        void awaitEnd(long end) {
            for (int spins = 0; ended() < end; spins++) {
                if (spins < SPINS_BEFORE_YIELD) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }

        private static VarHandle endedHandle() {
            try {
                return MethodHandles.lookup().findVarHandle(Burst.class, "ended", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }
}
