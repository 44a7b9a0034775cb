package dev.runloop.bench.confined;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;
import dev.runloop.bench.gauge.LateTimer;
import dev.runloop.executors.confined.ConfinedThreads;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * 100,000 confined threads increment one plain {@code int} 100 times each, around yields and sleeps, beside a timer.
 * Prints the total, the carriers seen and the lateness of the timer; fails if the total is wrong or if there was more
 * than one carrier.
 */
public final class ConfinedCounter {
    private static final int ROUNDS = 100;
    private static final int ROUNDS_BETWEEN_SLEEPS = 25;

    private final int threads;
    private final Set<String> carriers = new HashSet<>(); // like the other state, of the loop and its confined threads
    private final LateTimer late = new LateTimer();
    private int counter;
    private int ended;

    private ConfinedCounter(int threads) {
        this.threads = threads;
    }

    /** Argument: the number of threads (default 100,000). */
    public static void main(String... args) throws InterruptedException {
        new ConfinedCounter(args.length == 0 ? 100_000 : Integer.parseInt(args[0])).run();
    }

    private void run() throws InterruptedException {
        try (var loopThread = RunLoopThread.ofPlatform().name("carrier").start()) {
            RunLoop loop = loopThread.loop();
            ConfinedThreads confined = ConfinedThreads.on(loop);
            var done = new CountDownLatch(1);
            long start = System.nanoTime();
            late.start(loop);
            for (int i = 0; i < threads; i++) {
                int number = i;
                confined.start(() -> count(number, done));
            }
            long startedAll = System.nanoTime();
            done.await();
            report(start, startedAll, System.nanoTime());
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // yielding is what is tested
    private void count(int number, CountDownLatch done) {
        for (int round = 0; round < ROUNDS; round++) {
            int before = counter;
            if (round == number % ROUNDS) {
                carriers.add(carrierName());
            }
            counter = before + 1;
            if (round % ROUNDS_BETWEEN_SLEEPS == number % ROUNDS_BETWEEN_SLEEPS) {
                sleep();
            } else {
                Thread.yield();
            }
        }
        if (++ended == threads) {
            done.countDown();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException("unexpected interrupt", e);
        }
    }

    private static String carrierName() {
        String shown = Thread.currentThread().toString();
        return shown.substring(shown.lastIndexOf('@') + 1);
    }

    private void report(long start, long startedAll, long end) {
        System.out.printf(
                "%,d confined threads, started in %,d ms, ended after %,d ms%n",
                threads, TimeUnit.NANOSECONDS.toMillis(startedAll - start), TimeUnit.NANOSECONDS.toMillis(end - start));
        System.out.printf("total %,d of %,d, carriers %s%n", counter, threads * ROUNDS, carriers);
        System.out.println(late);
        if (counter != threads * ROUNDS || carriers.size() != 1) {
            throw new IllegalStateException("not confined");
        }
    }
}
