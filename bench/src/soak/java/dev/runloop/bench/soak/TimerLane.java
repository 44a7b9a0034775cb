package dev.runloop.bench.soak;

import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Timers of one loop that other threads add, move and invalidate: one-shot and repeating, some with tolerance. None
 * is early, and none fires after it was invalidated on the loop.
 */
final class TimerLane extends LoopLane {
    private static final int PRODUCERS = 2;
    private static final int MAX_TIMERS = 30;
    private static final int MAX_FIRES = 5;
    private static final long MAX_DELAY = TimeUnit.MILLISECONDS.toNanos(15);
    private static final long MAX_TOLERANCE = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long MAX_INTERVAL = TimeUnit.MILLISECONDS.toNanos(3);

    private final Cancellations cancellations = new Cancellations();

    TimerLane(LaneContext context) {
        super(context);
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        context.together(random, Collections.nCopies(PRODUCERS, this::addTimers));
    }

    private void addTimers(SplittableRandom random) throws InterruptedException {
        List<Repeating> repeating = new ArrayList<>();
        for (int i = random.nextInt(MAX_TIMERS); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> repeating.add(new Repeating(random));
                case 1 -> invalidate(random);
                case 2 -> moveForward(random);
                default -> add(context.task(overlap, random), random.nextLong(MAX_DELAY), random);
            }
            Stalls.betweenTasks(random);
        }
        TrackedTask last = context.task(overlap, random).awaited();
        add(last, random.nextLong(MAX_DELAY), random);
        last.await();
        for (Repeating each : repeating) {
            each.await();
        }
    }

    private RunLoopTimer add(TrackedTask task, long delay, SplittableRandom random) {
        long tolerance = random.nextBoolean() ? 0 : random.nextLong(MAX_TOLERANCE);
        task.after(delay);
        context.ledger().offered("timer");
        RunLoopTimer timer = RunLoopTimer.builder()
                .firstFire(Duration.ofNanos(delay))
                .tolerance(Duration.ofNanos(tolerance))
                .build(_ -> task.run());
        loop.add(timer, RunLoopMode.DEFAULT);
        return timer;
    }

    private void invalidate(SplittableRandom random) {
        TrackedTask task = context.task(overlap, random);
        RunLoopTimer timer = add(task, random.nextLong(MAX_DELAY), random);
        Stalls.betweenTasks(random);
        timer.invalidate();
        cancellations.add(task);
        context.ledger().count("timer invalidated");
    }

    /** The task learns the earlier date first, so it never mistakes the new fire date for an early one. */
    private void moveForward(SplittableRandom random) {
        TrackedTask task = context.task(overlap, random);
        long delay = random.nextLong(MAX_DELAY);
        RunLoopTimer timer = add(task, delay, random);
        long earlier = random.nextLong(delay / 2 + 1);
        task.after(earlier);
        timer.setNextFire(Duration.ofNanos(earlier));
        context.ledger().count("timer moved");
    }

    @Override
    public void settle() throws Exception {
        TrackedTask last = new TrackedTask(context, overlap).awaited().after(MAX_DELAY + 1);
        context.ledger().offered("timer");
        // Timers fire by their dates: those before this one have fired when it does.
        loop.add(RunLoopTimer.oneShot(Duration.ofNanos(MAX_DELAY + 1), _ -> last.run()), RunLoopMode.DEFAULT);
        last.await();
        cancellations.settle();
        overlap.audit();
    }

    /** A repeating timer that invalidates itself. Its state belongs to the loop's thread. */
    private final class Repeating {
        private final long interval;
        private final int mostFires;
        private final CountDownLatch ended = new CountDownLatch(1);
        private long due; // of the next fire, at the earliest
        private int fires;

        Repeating(SplittableRandom random) {
            interval = TimeUnit.MICROSECONDS.toNanos(100) + random.nextLong(MAX_INTERVAL);
            mostFires = 1 + random.nextInt(MAX_FIRES);
            due = System.nanoTime() + interval;
            context.ledger().count("repeating timer");
            loop.add(RunLoopTimer.repeating(Duration.ofNanos(interval), this::fire), RunLoopMode.DEFAULT);
        }

        private void fire(RunLoopTimer timer) {
            var before = overlap.enter();
            try {
                context.ledger().count("fire of a repeating timer");
                long early = due - System.nanoTime();
                context.require(early <= 0, "a repeating timer is early by " + early + " ns");
                due += interval; // or later: missed dates are skipped
                fires++;
                context.require(fires <= mostFires, "a repeating timer fires after it has invalidated itself");
                if (fires == mostFires) {
                    timer.invalidate();
                    ended.countDown();
                }
            } finally {
                overlap.leave(before);
            }
        }

        void await() throws InterruptedException {
            ended.await();
        }
    }
}
