package dev.runloop.bench.diagnostics;

import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.diagnostics.StallMonitor;
import dev.runloop.diagnostics.StallReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ten thousand healthy loops on virtual threads and some on platform threads, for ten minutes with a forced
 * collection every second, under a {@link StallMonitor}. Fails if it reports anything.
 */
public final class HealthyLoops {
    private static final int VIRTUAL = 10_000;
    private static final int PLATFORM = 8;
    private static final Duration LIMIT = Duration.ofMillis(200);

    private HealthyLoops() {}

    /** Argument: seconds (default 600). */
    public static void main(String... args) throws InterruptedException {
        int seconds = args.length == 0 ? 600 : Integer.parseInt(args[0]);
        var reports = new AtomicLong();
        var fired = new AtomicLong();
        List<RunLoopThread> threads = new ArrayList<>();
        try (var _ = StallMonitor.builder()
                .limit(LIMIT)
                .handler(report -> {
                    System.out.println(report);
                    if (report.phase() == StallReport.Phase.BEGAN) {
                        reports.incrementAndGet();
                    }
                })
                .start()) {
            for (int i = 0; i < VIRTUAL + PLATFORM; i++) {
                RunLoopThread thread = (i < PLATFORM ? RunLoopThread.ofPlatform() : RunLoopThread.ofVirtual())
                        .name("loop-" + i)
                        .start();
                threads.add(thread);
                Duration interval =
                        Duration.ofMillis(ThreadLocalRandom.current().nextInt(500, 2_000));
                thread.loop()
                        .add(RunLoopTimer.repeating(interval, timer -> fired.incrementAndGet()), RunLoopMode.DEFAULT);
            }
            long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            for (int second = 0; System.nanoTime() - end < 0; second++) {
                Thread.sleep(1_000);
                System.gc();
                if (second % 60 == 59) {
                    System.out.println(second + 1 + " s: " + fired + " timers fired, " + reports + " reports");
                }
            }
        }
        threads.forEach(RunLoopThread::stop);
        System.out.println(
                seconds + " s, " + threads.size() + " loops: " + fired + " timers fired, " + reports + " reports");
        System.exit(reports.get() == 0 ? 0 : 1);
    }
}
