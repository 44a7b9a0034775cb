package dev.runloop.bench.soak;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Drives one lane: in each round a thread starts it if necessary, runs its steps at the planned pace and settles it.
 * Any thread may ask what it is doing, and since when.
 */
final class LaneRunner {
    /**
     * What the lane is doing.
     *
     * @param since by {@link System#nanoTime()}
     */
    record Doing(String what, long since) {
        static Doing now(String what) {
            return new Doing(what, System.nanoTime());
        }
    }

    private final LaneContext context;
    private final LaneKind kind;
    private final Cohort cohort;
    private final SplittableRandom random; // of the thread of the round
    private final SoakPlan plan;
    private final StopSignal stopSignal;
    private @Nullable Lane lane; // of that thread; rounds happen-before the next
    private volatile @Nullable Doing doing;
    private long steps; // of that thread

    LaneRunner(
            LaneContext context,
            LaneKind kind,
            Cohort cohort,
            SplittableRandom random,
            SoakPlan plan,
            StopSignal stopSignal) {
        this.context = context;
        this.kind = kind;
        this.cohort = cohort;
        this.random = random;
        this.plan = plan;
        this.stopSignal = stopSignal;
    }

    LaneContext context() {
        return context;
    }

    /** What the lane is doing now; null between rounds. */
    @Nullable
    Doing doing() {
        return doing;
    }

    /** Starts the thread of a round. */
    Thread startRound(long end) {
        return start("round", () -> round(end));
    }

    /** Starts the thread that ends the lane. */
    Thread startEnd() {
        return start("end", this::endLane);
    }

    private Thread start(String what, Work work) {
        doing = Doing.now("to begin");
        return context.threadKind()
                .thread()
                .name(context.name() + " driver, " + what)
                .start(() -> {
                    try {
                        work.run();
                    } catch (Throwable e) {
                        if (!stopSignal.isHard()) {
                            context.unexpected(
                                    "in " + Objects.requireNonNull(doing).what(), e);
                        }
                    } finally {
                        doing = null;
                    }
                });
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private void round(long end) throws Exception {
        Lane present = lane;
        if (present == null) {
            doing = Doing.now("start");
            present = kind.starter().start(context);
            lane = present;
        }
        do {
            doing = Doing.now("step " + ++steps);
            long begin = System.nanoTime();
            present.step(random);
            doing = Doing.now("pause");
            stopSignal.pause(pauseAfter(System.nanoTime() - begin));
        } while (end - System.nanoTime() > 0 && !stopSignal.isAsked());
        if (stopSignal.isHard()) {
            return;
        }
        doing = Doing.now("settle");
        present.settle();
        if (cohort == Cohort.FLEETING) {
            endLane();
        }
    }

    /** Randomized around the planned rate, so that lanes do not run in lockstep. */
    private long pauseAfter(long nanosOfStep) {
        long period = TimeUnit.SECONDS.toNanos(1) / plan.intensity();
        return Math.max(0, period / 2 + random.nextLong(period) - nanosOfStep);
    }

    private void endLane() throws Exception {
        Lane present = lane;
        if (present != null) {
            doing = Doing.now("stop");
            lane = null;
            present.stop();
        }
    }
}
