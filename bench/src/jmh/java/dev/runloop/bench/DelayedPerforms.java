package dev.runloop.bench;

import dev.runloop.RunLoopThread;
import dev.runloop.perform.Perform;
import dev.runloop.perform.Selector;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of delayed requests while 100,000 are pending: to request and cancel all by target, and to cancel and
 * repeat one by target, selector and argument.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class DelayedPerforms {
    private static final int PENDING = 100_000;
    private static final Duration LONG = Duration.ofDays(1);

    /** The target of the requests. */
    private static final class Target {
        static final Selector<Target, Integer, Void> TAKE = Selector.of("take", Target::take);

        private void take(Integer number) {
            throw new AssertionError("a day has passed: " + number);
        }
    }

    private final Target pending = new Target();
    private final RunLoopThread loop = RunLoopThread.ofPlatform().start();
    private int next;

    /** On the loop's thread, like everything else here. */
    @Setup(Level.Trial)
    public void schedule() throws InterruptedException {
        Perform.onThreadAndWait(loop.thread(), () -> schedule(pending));
    }

    private static void schedule(Target target) {
        for (int i = 0; i < PENDING; i++) {
            Perform.afterDelay(LONG, Target.TAKE.on(target, i));
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        loop.close();
    }

    /** Requests 100,000 more and cancels them by their target. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public void scheduleAllAndCancelByTarget() throws InterruptedException {
        Perform.onThreadAndWait(loop.thread(), () -> {
            var target = new Target();
            schedule(target);
            Perform.cancelPreviousPerformRequests(target);
        });
    }

    /** Cancels one and requests it again, including the round trip to the loop. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public void cancelOneAndScheduleItAgain() throws InterruptedException {
        Perform.onThreadAndWait(loop.thread(), () -> {
            next = (next + 7_919) % PENDING;
            Perform.cancelPreviousPerformRequests(pending, Target.TAKE, next);
            Perform.afterDelay(LONG, Target.TAKE.on(pending, next));
        });
    }
}
