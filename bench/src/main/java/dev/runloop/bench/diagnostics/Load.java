package dev.runloop.bench.diagnostics;

import dev.runloop.bench.gauge.Median;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures a variant in a JVM of its own, and prints one line. */
public final class Load {
    static final String RESULT = "result:";

    private static final int BURST = 50_000;
    private static final int TRIPS = 20_000;
    private static final int TIMERS = 1_000;
    private static final long SEED = 271_828;

    private volatile long trip;
    private int runs; // the loop's
    private final AtomicInteger bursts = new AtomicInteger(); // written by the loop

    private Load() {}

    /** Argument: the name of the variant. */
    public static void main(String... args) throws Exception {
        try (AutoCloseable _ = Variant.valueOf(args[0]).open();
                RunLoopExecutor executor = RunLoopExecutors.newPlatformLoop("loop")) {
            var load = new Load();
            load.throughput(executor, TimeUnit.MILLISECONDS.toNanos(1_000));
            double throughput = load.throughput(executor, TimeUnit.MILLISECONDS.toNanos(800));
            load.roundTrip(executor);
            double roundTrip = load.roundTrip(executor);
            System.out.println(RESULT + " " + throughput + " " + roundTrip + " " + lateness(executor));
        }
    }

    /**
     * Millions of tasks per second, submitted by the loop itself, because the noise between two threads exceeds what
     * is measured.
     */
    private double throughput(RunLoopExecutor executor, long nanos) {
        Runnable task = () -> {
            if (++runs == BURST) {
                runs = 0;
                bursts.setRelease(bursts.getPlain() + 1);
            }
        };
        long start = System.nanoTime();
        int begin = bursts.get();
        while (System.nanoTime() - start < nanos) {
            int end = bursts.get() + 1;
            executor.execute(() -> {
                for (int i = 0; i < BURST; i++) {
                    executor.execute(task);
                }
            });
            while (bursts.get() < end) {
                Thread.onSpinWait();
            }
        }
        return (bursts.get() - begin) * (double) BURST / (System.nanoTime() - start) * 1e3;
    }

    /** The median round trip in microseconds. */
    private double roundTrip(RunLoopExecutor executor) {
        double[] micros = new double[TRIPS];
        for (int i = 0; i < TRIPS; i++) {
            long before = trip;
            long start = System.nanoTime();
            executor.execute(() -> trip = before + 1);
            while (trip == before) {
                Thread.onSpinWait();
            }
            micros[i] = (System.nanoTime() - start) / 1e3;
        }
        return Median.of(micros);
    }

    /** The 99th percentile of the lateness of delayed tasks, in microseconds, while other tasks come in bursts. */
    private static double lateness(RunLoopExecutor executor) throws InterruptedException {
        double[] micros = new double[TIMERS];
        var random = new SplittableRandom(SEED);
        var fired = new CountDownLatch(TIMERS);
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
        for (int i = 0; i < TIMERS; i++) {
            int index = i;
            long date = start + random.nextLong(TimeUnit.MILLISECONDS.toNanos(1_000));
            var _ = executor.schedule(
                    () -> {
                        micros[index] = Math.max(0, System.nanoTime() - date) / 1e3;
                        fired.countDown();
                    },
                    date - System.nanoTime(),
                    TimeUnit.NANOSECONDS);
        }
        while (!fired.await(1, TimeUnit.MILLISECONDS)) {
            for (int i = 0; i < 100; i++) {
                executor.execute(() -> {});
            }
        }
        Arrays.sort(micros);
        return micros[TIMERS * 99 / 100];
    }
}
