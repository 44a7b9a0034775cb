package dev.runloop.bench.loops;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A ring of loops on virtual threads, round which tokens are handed: each loop performs a block that has the next loop
 * perform it. Prints how many hops there are in a second.
 */
public final class Ring {
    private static final int LOOPS = 100_000;
    private static final int TOKENS = 1_000;
    private static final int HOPS = 10_000; // of each token
    private static final int ROUNDS = 5;

    private final RunLoop[] loops;

    private Ring(RunLoop[] loops) {
        this.loops = loops;
    }

    /**
     * Measures a ring of as many loops and tokens as the arguments say.
     *
     * @param arguments how many loops and how many tokens; 100,000 and 1,000 if there are none
     * @throws InterruptedException if interrupted
     */
    public static void main(String... arguments) throws InterruptedException {
        int size = arguments.length > 0 ? Integer.parseInt(arguments[0]) : LOOPS;
        int tokens = arguments.length > 1 ? Integer.parseInt(arguments[1]) : TOKENS;
        var threads = new RunLoopThread[size];
        for (int i = 0; i < size; i++) {
            threads[i] = RunLoopThread.ofVirtual().start();
        }
        var loops = new RunLoop[size];
        for (int i = 0; i < size; i++) {
            loops[i] = threads[i].loop();
        }
        var ring = new Ring(loops);
        for (int round = 1; round <= ROUNDS; round++) {
            long nanos = ring.turn(tokens);
            System.out.printf(
                    "round %d: %,d hops of %,d tokens through %,d loops, %,.0f hops/s%n",
                    round,
                    (long) HOPS * tokens,
                    tokens,
                    size,
                    (double) HOPS * tokens / nanos * TimeUnit.SECONDS.toNanos(1));
        }
        for (RunLoopThread thread : threads) {
            thread.stop();
        }
    }

    /** Has all tokens make their hops; returns how many nanoseconds that took. */
    private long turn(int tokens) throws InterruptedException {
        var arrived = new CountDownLatch(tokens);
        long start = System.nanoTime();
        for (int i = 0; i < tokens; i++) {
            new Token((int) ((long) i * loops.length / tokens), arrived).pass();
        }
        arrived.await();
        return System.nanoTime() - start;
    }

    /** Belongs to the loop that it is at; handed on with it. */
    private final class Token implements Runnable {
        private final CountDownLatch arrived;
        private int place;
        private int hops;

        Token(int place, CountDownLatch arrived) {
            this.place = place;
            this.arrived = arrived;
        }

        void pass() {
            place = place + 1 == loops.length ? 0 : place + 1;
            loops[place].perform(this);
            loops[place].wakeUp();
        }

        @Override
        public void run() {
            if (++hops == HOPS) {
                arrived.countDown();
            } else {
                pass();
            }
        }
    }
}
