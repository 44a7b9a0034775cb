package dev.runloop.bench.loops;

import dev.runloop.RunLoopThread;
import dev.runloop.bench.gauge.LiveHeap;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The cost of a million mostly idle loops on virtual threads: their start, their memory, one task each, and what is
 * left after their ends.
 */
public final class ManyLoops {
    private static final int MILLION = 1_000_000;
    private static final int WARM_UP = 20_000;
    private static final int WARM_UP_ROUNDS = 6; // stacks are large until all their methods are compiled
    private static final int ROUNDS = 2; // tables of the JVM and of the loops grow in the first round only

    private ManyLoops() {}

    /** Measures as many loops as the argument says, or a million. */
    public static void main(String... arguments) throws InterruptedException {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : MILLION;
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            measure(WARM_UP, false);
        }
        for (int i = 0; i < ROUNDS; i++) {
            measure(count, true);
        }
    }

    private static void measure(int count, boolean isPrinted) throws InterruptedException {
        long before = LiveHeap.bytes();
        String figures = lives(count, before);
        long left = leftAfter(before);
        if (isPrinted) {
            System.out.printf("loops                %,d%n%sheap left            %,d bytes%n", count, figures, left);
        }
    }

    /** From the start of the loops to their ends. */
    private static String lives(int count, long before) throws InterruptedException {
        long start = System.nanoTime();
        RunLoopThread[] loops = startAll(count);
        long started = System.nanoTime() - start;
        awaitAllAsleep(loops);
        long asleep = System.nanoTime() - start;
        long used = LiveHeap.bytes() - before - 4L * count; // without this program's array
        long task = oneTaskEach(loops);
        long ending = endAll(loops);
        return """
            heap of an idle one  %,d bytes
            to start one         %.2f µs, until it sleeps %.2f µs
            one task each        %,d ms
            to end one           %.2f µs
            """.formatted(
                        used / count,
                        started / 1e3 / count,
                        asleep / 1e3 / count,
                        TimeUnit.NANOSECONDS.toMillis(task),
                        ending / 1e3 / count);
    }

    private static RunLoopThread[] startAll(int count) {
        var loops = new RunLoopThread[count];
        for (int i = 0; i < count; i++) {
            loops[i] = RunLoopThread.ofVirtual().start();
        }
        return loops;
    }

    private static void awaitAllAsleep(RunLoopThread[] loops) throws InterruptedException {
        for (RunLoopThread each : loops) {
            while (!each.loop().isWaiting()) {
                TimeUnit.MICROSECONDS.sleep(10);
            }
        }
    }

    private static long oneTaskEach(RunLoopThread[] loops) throws InterruptedException {
        long start = System.nanoTime();
        var ran = new CountDownLatch(loops.length);
        Runnable task = ran::countDown;
        for (RunLoopThread each : loops) {
            each.loop().perform(task);
            each.loop().wakeUp();
        }
        ran.await();
        return System.nanoTime() - start;
    }

    private static long endAll(RunLoopThread[] loops) throws InterruptedException {
        long start = System.nanoTime();
        for (RunLoopThread each : loops) {
            each.stop();
        }
        for (int i = 0; i < loops.length; i++) {
            if (!loops[i].awaitTermination(Duration.ofMinutes(1))) {
                throw new IllegalStateException("has not ended: " + loops[i]);
            }
            loops[i] = null;
        }
        return System.nanoTime() - start;
    }

    /** What is left of them; the threads may need a moment to end. */
    private static long leftAfter(long before) throws InterruptedException {
        long left = LiveHeap.bytes() - before;
        for (int attempts = 0; attempts < 10 && left > 1 << 20; attempts++) {
            TimeUnit.MILLISECONDS.sleep(100);
            left = LiveHeap.bytes() - before;
        }
        return left;
    }
}
