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
 * What it costs to have many executors: the time to start them and have each run one task, and their heap afterwards.
 * What is not in the heap, the stacks of platform threads above all, comes on top. The time of an invocation says nothing.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseSerialGC"})
public class LoopsByCount extends SubjectBenchmark {
    /** How many executors there are. */
    @Param({"1000", "100000"})
    private int executors;

    private final List<Actor> actors = new ArrayList<>();

    /** What they cost. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cost {
        /** To start one and have it run a task, in nanoseconds. */
        public double start;

        /** Of the heap, for each, in bytes. */
        public double heap;
    }

    /** Ends all and their threads. */
    @TearDown(Level.Iteration)
    public void close() {
        actors.forEach(Actor::close);
        actors.clear();
    }

    /**
     * Starts all.
     *
     * @param cost what that costs
     * @throws InterruptedException if interrupted
     */
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
