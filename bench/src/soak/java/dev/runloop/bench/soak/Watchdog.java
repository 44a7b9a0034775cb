package dev.runloop.bench.soak;

import dev.runloop.bench.gauge.LiveThreads;
import dev.runloop.diagnostics.RunLoops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Notices lanes that are stuck, and then writes all threads and loops to a file. */
final class Watchdog implements AutoCloseable {
    /** The file, in the folder of the report. */
    static final String FILE = "stuck.txt";

    private static final int CHECKS_PER_PATIENCE = 10;

    private final List<LaneRunner> runners;
    private final Duration patience;
    private final Path folder;
    private final Violations violations;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    Watchdog(List<LaneRunner> runners, Duration patience, Path folder, Violations violations) {
        this.runners = List.copyOf(runners);
        this.patience = patience;
        this.folder = folder;
        this.violations = violations;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name(LeakCheck.OWN_THREADS + "watchdog")
                .start(this::watch);
    }

    private void watch() {
        try {
            while (!closed.await(patience.toNanos() / CHECKS_PER_PATIENCE, TimeUnit.NANOSECONDS)) {
                List<LaneRunner> stuck = runners.stream().filter(this::isStuck).toList();
                if (!stuck.isEmpty()) {
                    report(stuck);
                    return; // one report is enough
                }
            }
        } catch (InterruptedException e) {
            violations.add("watchdog", "was interrupted");
        }
    }

    private boolean isStuck(LaneRunner runner) {
        LaneRunner.Doing doing = runner.doing();
        return doing != null && System.nanoTime() - doing.since() > patience.toNanos();
    }

    private void report(List<LaneRunner> stuck) {
        Path file = folder.resolve(FILE);
        String dump = writeDump(file);
        for (LaneRunner runner : stuck) {
            LaneRunner.Doing doing = runner.doing();
            violations.add(
                    runner.context().name(),
                    "stuck: no progress for %s in %s; %s"
                            .formatted(patience, doing == null ? "?" : doing.what(), dump));
        }
    }

    private static String writeDump(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, RunLoops.describe() + "\n\n" + LiveThreads.dump() + "\n");
            return "all loops and threads at that moment are in " + file;
        } catch (IOException e) {
            return "no dump of the threads: " + e;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it ends by itself
        }
    }
}
