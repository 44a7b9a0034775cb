package dev.runloop.bench;

import dev.runloop.bench.subject.Actor;
import dev.runloop.bench.subject.Lineup;
import io.netty.util.HashedWheelTimer;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/**
 * What timeouts cost that never fire: scheduled from another thread, then cancelled in another order, with so many
 * outstanding. Time ends when the subject has let go of all of them; divide by the number of timeouts.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xms4g",
            "-Xmx4g",
            "-XX:+AlwaysPreTouch",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
public class TimeoutCost {
    /** As a subject: the wheel of Netty, which is no executor. */
    public static final String WHEEL = "Netty HashedWheelTimer";

    private static final long SEED = 20_010_324;
    private static final long SHORTEST = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    /** A name from {@link Lineup}, or {@link #WHEEL}. */
    @Param(Lineup.REFERENCE)
    private String subject = "";

    /** How many are outstanding when the first is cancelled. */
    @Param({"10000", "100000", "1000000"})
    private int timeouts;

    /** How many are scheduled and cancelled at least before any are measured. */
    @Param("2000000")
    private int tries;

    private long[] delays = {};
    private int[] cancelOrder = {};
    private Timeouts schedulers = Timeouts.wheel();

    /** Something that can be told to do a thing later, and then not to. */
    private interface Timeouts extends AutoCloseable {
        /** Schedules, and answers how to cancel it. */
        Runnable schedule(Runnable body, long nanos);

        /** Waits until all that has been cancelled is forgotten. */
        void awaitLetGo() throws InterruptedException;

        @Override
        void close();

        static Timeouts of(Actor actor) {
            return new Timeouts() {
                private final ScheduledExecutorService timers = actor.requireTimers();

                @Override
                public Runnable schedule(Runnable body, long nanos) {
                    var future = timers.schedule(body, nanos, TimeUnit.NANOSECONDS);
                    return () -> future.cancel(false);
                }

                @Override
                public void awaitLetGo() throws InterruptedException {
                    var letGo = new CountDownLatch(2);
                    actor.executor().execute(letGo::countDown);
                    var _ = timers.schedule(letGo::countDown, 1, TimeUnit.NANOSECONDS);
                    letGo.await();
                }

                @Override
                public void close() {
                    actor.close();
                }
            };
        }

        /** With ticks of a millisecond: it forgets what was cancelled at the next one. */
        static Timeouts wheel() {
            return new Timeouts() {
                private final HashedWheelTimer wheel = new HashedWheelTimer(1, TimeUnit.MILLISECONDS, 1 << 16);

                @Override
                public Runnable schedule(Runnable body, long nanos) {
                    var timeout = wheel.newTimeout(fired -> body.run(), nanos, TimeUnit.NANOSECONDS);
                    return timeout::cancel;
                }

                @Override
                public void awaitLetGo() {
                    while (wheel.pendingTimeouts() > 0) {
                        Thread.onSpinWait();
                    }
                }

                @Override
                public void close() {
                    wheel.stop();
                }
            };
        }
    }

    /**
     * Starts the subject, and draws the delays and the order of cancelling, the same in every run. However few the
     * timeouts, so many are tried that all of them meet with compiled code.
     *
     * @throws InterruptedException if interrupted
     */
    @Setup(Level.Trial)
    public void open() throws InterruptedException {
        var random = new SplittableRandom(SEED);
        delays = random.longs(timeouts, SHORTEST, LONGEST).toArray();
        List<Integer> order = IntStream.range(0, timeouts).boxed().collect(Collectors.toList());
        Collections.shuffle(order, random);
        cancelOrder = order.stream().mapToInt(Integer::intValue).toArray();
        schedulers = subject.equals(WHEEL)
                ? Timeouts.wheel()
                : Timeouts.of(Lineup.named(subject).open());
        for (int tried = 0; tried < tries; tried += timeouts) {
            scheduleThenCancel();
        }
    }

    /** Ends the subject and its thread. */
    @TearDown(Level.Trial)
    public void close() {
        schedulers.close();
    }

    /**
     * Schedules all, cancels all, and waits until they are forgotten.
     *
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void scheduleThenCancel() throws InterruptedException {
        var cancels = new Runnable[timeouts];
        for (int i = 0; i < timeouts; i++) {
            cancels[i] = schedulers.schedule(TimeoutCost::timeOut, delays[i]);
        }
        for (int i : cancelOrder) {
            cancels[i].run();
        }
        schedulers.awaitLetGo();
    }

    private static void timeOut() {}
}
