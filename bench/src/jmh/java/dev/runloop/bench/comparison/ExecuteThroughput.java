package dev.runloop.bench.comparison;

import dev.runloop.bench.subject.Started;
import dev.runloop.bench.subject.Subject;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How many tasks a second go through {@code execute} from a number of producers at once.
 *
 * <p>The time runs from the common start of the producers until the last task has run.
 *
 * <p>Producers are faster than most subjects, so without a bound the heap would fill with the tasks of the slowest and
 * the garbage collector would decide the result. The bound is the same for all: the producers together may be
 * {@value #BACKLOG} tasks ahead, which each checks every {@value #CHECKED_EVERY} tasks against the count that its task
 * publishes. A producer that is too far ahead sleeps instead of spinning, because on a small machine it would otherwise
 * take the core that the consumer needs. The backlog is worth many times the length of that sleep, so the consumer does
 * not run dry because of it and never waits for a producer that sleeps by rule.
 */
record ExecuteThroughput(int producers) implements Measure.Body {
    private static final int BACKLOG = 64 * 1024;
    private static final int CHECKED_EVERY = CountedTask.PUBLISHED_EVERY;
    private static final long SLEEP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    @Override
    public long run(Subject subject, long work) throws InterruptedException {
        try (var actor = subject.open()) {
            Started.await(actor);
            var finished = new CountDownLatch(producers);
            var start = new CountDownLatch(1);
            var tasks = new ArrayList<CountedTask>();
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < producers; i++) {
                long share = shareOf(i, work);
                var task = new CountedTask(share, finished);
                tasks.add(task);
                threads.add(Thread.ofPlatform().daemon().name("producer-" + i).start(() -> {
                    awaitStart(start);
                    handOver(actor.executor(), task, share);
                }));
            }
            long startedAt = System.nanoTime();
            start.countDown();
            finished.await();
            for (var thread : threads) {
                thread.join();
            }
            return tasks.stream()
                    .mapToLong(task -> task.finishedAt() - startedAt)
                    .max()
                    .orElseThrow();
        }
    }

    private long shareOf(int producer, long work) {
        long share = work / producers;
        return producer == 0 ? work - share * (producers - 1) : share;
    }

    private void handOver(Executor executor, CountedTask task, long share) {
        long ahead = BACKLOG / producers;
        for (long handed = 0; handed < share; ) {
            long stop = Math.min(share, handed + CHECKED_EVERY);
            handOverWithoutCheck(executor, task, stop - handed);
            handed = stop;
            while (handed - task.publishedCount() > ahead) {
                LockSupport.parkNanos(SLEEP_NANOS);
            }
        }
    }

    private static void handOverWithoutCheck(Executor executor, Runnable task, long times) {
        for (long i = 0; i < times; i++) {
            executor.execute(task);
        }
    }

    private static void awaitStart(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("a producer was interrupted before the start", e);
        }
    }
}
