package dev.runloop.bench;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * A thousand tokens pass around a ring of loops on virtual threads: each loop performs a block that has the next loop
 * perform it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class RingOfLoops {
    private static final int TOKENS = 1_000;
    private static final int HOPS = 500; // of each token

    @Param({"1000", "100000"})
    private int loops;

    private RunLoopThread[] threads = {};
    private RunLoop[] ring = {};

    @Setup(Level.Trial)
    public void open() {
        threads = IntStream.range(0, loops)
                .mapToObj(_ -> RunLoopThread.ofVirtual().start())
                .toArray(RunLoopThread[]::new);
        ring = IntStream.range(0, loops).mapToObj(i -> threads[i].loop()).toArray(RunLoop[]::new);
    }

    @TearDown(Level.Trial)
    public void close() {
        for (RunLoopThread thread : threads) {
            thread.stop();
        }
        for (RunLoopThread thread : threads) {
            thread.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(TOKENS * HOPS)
    public void turn() throws InterruptedException {
        var arrived = new CountDownLatch(TOKENS);
        for (int i = 0; i < TOKENS; i++) {
            new Token(ring, (int) ((long) i * loops / TOKENS), arrived).pass();
        }
        arrived.await();
    }

    /** Belongs to the loop that holds it, and is published with the block. */
    private static final class Token implements Runnable {
        private final RunLoop[] ring;
        private final CountDownLatch arrived;
        private int place;
        private int hops;

        Token(RunLoop[] ring, int place, CountDownLatch arrived) {
            this.ring = ring;
            this.place = place;
            this.arrived = arrived;
        }

        void pass() {
            place = place + 1 == ring.length ? 0 : place + 1;
            ring[place].perform(this);
            ring[place].wakeUp();
        }

        @Override
        public void run() {
            if (++hops == HOPS) {
                arrived.countDown();
            } else {
                pass();
            }
        }
    }
}
