package dev.runloop.bench.soak;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Timers of one loop that others add, move and invalidate: those that fire once and those that repeat, some with
 * tolerance. None is early, and none fires after it was invalidated on the loop.
 */
final class TimerLane implements Lane {
    private static final int PRODUCERS = 2;
    private static final int MOST_TIMERS = 30;
    private static final int MOST_FIRES = 5;
    private static final long LONGEST_DELAY = TimeUnit.MILLISECONDS.toNanos(15);
    private static final long LONGEST_TOLERANCE = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long LONGEST_INTERVAL = TimeUnit.MILLISECONDS.toNanos(3);

    private final Site site;
    private final RunLoopThread loopThread;
    private final RunLoop loop;
    private final Residence residence;
    private final Withdrawals withdrawals = new Withdrawals();

    TimerLane(Site site) {
        this.site = site;
        this.loopThread = site.loopThread("loop").start();
        this.loop = loopThread.loop();
        this.residence = new Residence(site, "loop");
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        List<Site.Producer> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            producers.add(this::addTimers);
        }
        site.together(random, producers);
    }

    private void addTimers(SplittableRandom random) throws InterruptedException {
        List<Repeating> repeating = new ArrayList<>();
        for (int i = random.nextInt(MOST_TIMERS); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> repeating.add(new Repeating(random));
                case 1 -> invalidate(random);
                case 2 -> moveForward(random);
                default -> add(site.errand(residence, random), random.nextLong(LONGEST_DELAY), random);
            }
            Stalls.betweenErrands(random);
        }
        Errand last = site.errand(residence, random).awaited();
        add(last, random.nextLong(LONGEST_DELAY), random);
        last.await();
        for (Repeating each : repeating) {
            each.await();
        }
    }

    private RunLoopTimer add(Errand errand, long delay, SplittableRandom random) {
        long tolerance = random.nextBoolean() ? 0 : random.nextLong(LONGEST_TOLERANCE);
        errand.after(delay);
        site.ledger().offered("timer");
        RunLoopTimer timer = RunLoopTimer.builder()
                .firstFire(Duration.ofNanos(delay))
                .tolerance(Duration.ofNanos(tolerance))
                .build(_ -> errand.run());
        loop.add(timer, RunLoopMode.DEFAULT);
        return timer;
    }

    private void invalidate(SplittableRandom random) {
        Errand errand = site.errand(residence, random);
        RunLoopTimer timer = add(errand, random.nextLong(LONGEST_DELAY), random);
        Stalls.betweenErrands(random);
        timer.invalidate();
        withdrawals.add(errand);
        site.ledger().count("timer invalidated");
    }

    /** The errand hears of the earlier date first, so it never takes a fire for an early one. */
    private void moveForward(SplittableRandom random) {
        Errand errand = site.errand(residence, random);
        long delay = random.nextLong(LONGEST_DELAY);
        RunLoopTimer timer = add(errand, delay, random);
        long earlier = random.nextLong(delay / 2 + 1);
        errand.after(earlier);
        timer.setNextFire(Duration.ofNanos(earlier));
        site.ledger().count("timer moved");
    }

    @Override
    public void settle() throws Exception {
        Errand last = new Errand(site, residence).awaited().after(LONGEST_DELAY + 1);
        site.ledger().offered("timer");
        // Timers fire by their dates: those before this one have fired when it does.
        loop.add(RunLoopTimer.oneShot(Duration.ofNanos(LONGEST_DELAY + 1), _ -> last.run()), RunLoopMode.DEFAULT);
        last.await();
        withdrawals.settle();
        residence.audit();
    }

    @Override
    public void stop() {
        loopThread.close();
        site.ledger().died();
    }

    /** A timer that fires again and again, and invalidates itself. Its state is plain: of the loop's thread. */
    private final class Repeating {
        private final long interval;
        private final int mostFires;
        private final CountDownLatch ended = new CountDownLatch(1);
        private long due; // of the next fire, at the earliest
        private int fires;

        Repeating(SplittableRandom random) {
            interval = TimeUnit.MICROSECONDS.toNanos(100) + random.nextLong(LONGEST_INTERVAL);
            mostFires = 1 + random.nextInt(MOST_FIRES);
            due = System.nanoTime() + interval;
            site.ledger().count("repeating timer");
            loop.add(RunLoopTimer.repeating(Duration.ofNanos(interval), this::fire), RunLoopMode.DEFAULT);
        }

        private void fire(RunLoopTimer timer) {
            var before = residence.enter();
            try {
                site.ledger().count("fire of a repeating timer");
                long early = due - System.nanoTime();
                site.require(early <= 0, "a repeating timer is early by " + early + " ns");
                due += interval; // or later: dates that are missed are skipped
                fires++;
                site.require(fires <= mostFires, "a repeating timer fires after it has invalidated itself");
                if (fires == mostFires) {
                    timer.invalidate();
                    ended.countDown();
                }
            } finally {
                residence.leave(before);
            }
        }

        void await() throws InterruptedException {
            ended.await();
        }
    }
}
