package dev.runloop.bench;

import dev.runloop.RunLoopThread;
import dev.runloop.executors.scope.RunLoopScope;
import dev.runloop.perform.Perform;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of forking tiny subtasks and joining them on the thread of a loop. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class ScopeJoin {
    /**
     * The scope and the kind of thread. {@code RunLoopScope} serves the loop while it joins; {@code
     * StructuredTaskScope} blocks it.
     */
    @Param({
        "RunLoopScope on a platform thread",
        "RunLoopScope on a virtual thread",
        "StructuredTaskScope on a platform thread",
        "StructuredTaskScope on a virtual thread"
    })
    private String subject = "";

    @Param({"1", "10", "100"})
    private int subtasks;

    private RunLoopThread loop = RunLoopThread.ofPlatform().start();

    @Setup(Level.Trial)
    public void open() {
        loop.close();
        loop = (subject.endsWith("platform thread") ? RunLoopThread.ofPlatform() : RunLoopThread.ofVirtual()).start();
    }

    @TearDown(Level.Trial)
    public void close() {
        loop.close();
    }

    /** Forks and joins on the thread of the loop, including the round trip to it. */
    @Benchmark
    public void forkAndJoin() throws InterruptedException {
        if (subject.startsWith("RunLoopScope")) {
            Perform.onThreadAndWait(loop.thread(), () -> joinServing());
        } else {
            Perform.onThreadAndWait(loop.thread(), () -> joinBlocking());
        }
    }

    private int joinServing() throws InterruptedException {
        try (var scope = RunLoopScope.open(Joiner.<Integer>awaitAllSuccessfulOrThrow())) {
            for (int i = 0; i < subtasks; i++) {
                int result = i;
                scope.fork(() -> result);
            }
            scope.join();
        }
        return subtasks;
    }

    private int joinBlocking() throws InterruptedException {
        try (var scope = StructuredTaskScope.open(Joiner.<Integer>awaitAllSuccessfulOrThrow())) {
            for (int i = 0; i < subtasks; i++) {
                int result = i;
                scope.fork(() -> result);
            }
            scope.join();
        }
        return subtasks;
    }
}
