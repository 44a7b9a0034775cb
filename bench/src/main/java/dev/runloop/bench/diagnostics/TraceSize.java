package dev.runloop.bench.diagnostics;

import dev.runloop.RunLoopThread;
import dev.runloop.bench.gauge.LiveHeap;
import dev.runloop.diagnostics.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The size of a timeline of a million records, in memory and in a file. */
public final class TraceSize {
    private static final int RECORDS = 1 << 20;
    private static final int BLOCKS = 600_000; // each is a record, and most wake the loop

    private TraceSize() {}

    public static void main(String... args) throws IOException, InterruptedException {
        long before = LiveHeap.bytes();
        try (Timeline timeline = Timeline.builder().capacity(RECORDS).start();
                RunLoopThread thread = RunLoopThread.ofPlatform().name("loop").start()) {
            for (int i = 0; i < BLOCKS; i++) {
                var ran = new CountDownLatch(1);
                thread.loop().perform(ran::countDown);
                thread.loop().wakeUp();
                ran.await();
            }
            System.out.printf("in memory  %,d bytes%n", LiveHeap.bytes() - before);
            Path file = Files.createTempFile("timeline", ".json");
            try {
                long start = System.nanoTime();
                timeline.writeTrace(file);
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                System.out.printf("in a file  %,d bytes, written in %,d ms%n", Files.size(file), millis);
            } finally {
                Files.delete(file);
            }
            System.out.printf(
                    "records    %,d, and %,d that were overwritten%n",
                    timeline.spans().size(), timeline.dropped());
        }
    }
}
