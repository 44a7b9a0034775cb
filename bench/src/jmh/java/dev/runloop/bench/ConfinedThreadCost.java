package dev.runloop.bench;

import dev.runloop.RunLoopThread;
import dev.runloop.executors.confined.ConfinedThreads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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
 * The cost of sharing state among many threads that also wait: threads confined to a loop need no lock, free virtual
 * threads take one. Each thread increments a counter and yields, again and again.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 8)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class ConfinedThreadCost {
    private static final int THREADS = 10_000;
    private static final int INCREMENTS = 10;

    @Param({"confined threads", "virtual threads, one lock"})
    private String subject = "";

    private final ReentrantLock lock = new ReentrantLock();
    private RunLoopThread loop = RunLoopThread.ofPlatform().name("loop").start();
    private ThreadFactory factory = Thread.ofVirtual().factory();
    private Runnable increment = () -> {};
    private int counter;

    @Setup(Level.Trial)
    public void open() {
        boolean confined = subject.startsWith("confined");
        factory =
                confined ? ConfinedThreads.on(loop.loop()) : Thread.ofVirtual().factory();
        increment = confined ? () -> counter++ : this::incrementLocked;
    }

    private void incrementLocked() {
        lock.lock();
        try {
            counter++;
        } finally {
            lock.unlock();
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        loop.close();
    }

    @Benchmark
    @SuppressWarnings("ThreadPriorityCheck") // yielding is what is measured
    @OperationsPerInvocation(THREADS * INCREMENTS)
    public void increment() throws InterruptedException {
        var ended = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            factory.newThread(() -> {
                        for (int j = 0; j < INCREMENTS; j++) {
                            increment.run();
                            Thread.yield();
                        }
                        ended.countDown();
                    })
                    .start();
        }
        ended.await();
    }
}
