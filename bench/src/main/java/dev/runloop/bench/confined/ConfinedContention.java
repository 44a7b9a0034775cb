package dev.runloop.bench.confined;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;
import dev.runloop.bench.gauge.LateTimer;
import dev.runloop.bench.gauge.Median;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import dev.runloop.executors.confined.ConfinedThreads;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

/**
 * A loop's tasks, its ten confined threads and a platform thread all print, log, count in a {@code ConcurrentHashMap}
 * and take a lock. Prints how much each has done and how late a timer was; fails if the loop makes no progress for
 * ten seconds. Then prints the round trip of a task with and without confined threads.
 */
public final class ConfinedContention {
    private static final int MOST = 10;
    private static final int ROUND_TRIPS = 100_000;
    private static final int REPEATS = 5;

    private final PrintStream stream = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    private final Logger logger = Logger.getAnonymousLogger();
    private final ConcurrentHashMap<String, Integer> map = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicLong tasks = new AtomicLong();
    private final AtomicLong byOther = new AtomicLong();
    private final LateTimer late = new LateTimer();
    private long byConfined; // by the confined threads

    @SuppressWarnings("UnusedVariable") // only written
    private long counter; // under the lock

    private ConfinedContention() {
        logger.setUseParentHandlers(false);
        logger.addHandler(new StreamHandler(OutputStream.nullOutputStream(), new SimpleFormatter()));
    }

    /** Arguments: seconds (default 60), and the number of confined threads (default 10). */
    public static void main(String... args) throws Exception {
        int confined = args.length < 2 ? MOST : Integer.parseInt(args[1]);
        new ConfinedContention().run(args.length == 0 ? 60 : Integer.parseInt(args[0]), confined);
        for (int i = 0; i < REPEATS; i++) {
            System.out.printf(
                    "round trip of a task: %.2f µs, with a factory of confined threads: %.2f µs%n",
                    roundTrip(false) / 1e3, roundTrip(true) / 1e3);
        }
    }

    private void use() {
        stream.println("hello");
        map.merge("key", 1, Integer::sum);
        logger.info("hello");
        lock.lock();
        try {
            counter++;
        } finally {
            lock.unlock();
        }
    }

    private void run(int seconds, int confined) throws InterruptedException {
        try (var loopThread = RunLoopThread.ofPlatform().name("carrier").start()) {
            RunLoop loop = loopThread.loop();
            for (int i = 0; i < confined; i++) {
                ConfinedThreads.on(loop).start(this::useConfined);
            }
            Thread other = Thread.ofPlatform().name("other").start(this::useBeside);
            RunLoopExecutor executor = RunLoopExecutors.on(loop);
            executor.execute(() -> goOn(executor));
            late.start(loop);
            watch(seconds);
            isOver.set(true);
            other.join();
        }
        System.out.printf(
                "%d s: %,d tasks, %,d times by confined threads, %,d by the other%n",
                seconds, tasks.get(), byConfined, byOther.get());
        System.out.println(late);
    }

    private void useConfined() {
        while (!isOver.get()) {
            use();
            byConfined++;
            LockSupport.parkNanos(100_000);
        }
    }

    private void useBeside() {
        while (!isOver.get()) {
            use();
            byOther.incrementAndGet();
        }
    }

    private void goOn(RunLoopExecutor executor) {
        use();
        tasks.incrementAndGet();
        if (!isOver.get()) {
            executor.execute(() -> goOn(executor));
        }
    }

    private void watch(int seconds) throws InterruptedException {
        long seen = -1;
        int still = 0;
        for (int i = 0; i < seconds; i++) {
            TimeUnit.SECONDS.sleep(1);
            still = tasks.get() == seen ? still + 1 : 0;
            seen = tasks.get();
            if (still == 10) {
                throw new IllegalStateException("the loop hangs since task " + seen);
            }
        }
    }

    /** The median round trip in nanoseconds. */
    private static double roundTrip(boolean isConfined) throws InterruptedException, ExecutionException {
        try (var loopThread = RunLoopThread.ofPlatform().name("loop").start()) {
            if (isConfined) {
                ConfinedThreads.on(loopThread.loop());
            }
            RunLoopExecutor executor = RunLoopExecutors.on(loopThread.loop());
            double[] nanos = new double[ROUND_TRIPS];
            for (int i = 0; i < ROUND_TRIPS; i++) {
                long start = System.nanoTime();
                executor.submit(() -> {}).get();
                nanos[i] = System.nanoTime() - start;
            }
            return Median.of(nanos);
        }
    }
}
