package dev.runloop.bench;

import dev.runloop.bench.gauge.LiveHeap;
import dev.runloop.bench.subject.Actor;
import dev.runloop.bench.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of many executors: the time to start them and have each run one task, and their heap afterwards. Memory
 * outside the heap, such as the stacks of platform threads, comes on top. The time of an invocation is meaningless.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseSerialGC"})
public class LoopsByCount extends SubjectBenchmark {
    @Param({"1000", "100000"})
    private int executors;

    private final List<Actor> actors = new ArrayList<>();

    /** The figures. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cost {
        /** Nanoseconds to start one and have it run a task. */
        public double start;

        /** Bytes of heap per executor. */
        public double heap;
    }

    @TearDown(Level.Iteration)
    public void close() {
        actors.forEach(Actor::close);
        actors.clear();
    }

    @Benchmark
    public void start(Cost cost) throws InterruptedException {
        long usedBefore = LiveHeap.bytes();
        long startedAt = System.nanoTime();
        Subject opened = subject();
        for (int i = 0; i < executors; i++) {
            actors.add(opened.open());
        }
        var ran = new CountDownLatch(executors);
        for (Actor actor : actors) {
            actor.executor().execute(ran::countDown);
        }
        ran.await();
        cost.start = (double) (System.nanoTime() - startedAt) / executors;
        cost.heap = (double) (LiveHeap.bytes() - usedBefore) / executors;
    }
}
