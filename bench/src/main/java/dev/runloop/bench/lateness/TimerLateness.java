package dev.runloop.bench.lateness;

import dev.runloop.bench.comparison.Actor;
import dev.runloop.bench.comparison.Lineup;
import dev.runloop.bench.comparison.Subject;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * How late timers fire. Each subject in turn is given 10,000 timers at random dates of the next 10 seconds, the same for
 * all, first idle and then half loaded; and in a flood of tasks 500 timers of 20 ms, one after the other. All take their
 * turns several times, after one that does not count, and the histograms are added up: what else the machine does in ten
 * seconds then hits none of them alone. Prints microseconds.
 */
public final class TimerLateness {
    private static final int TIMERS = 10_000;
    private static final Duration SPAN = Duration.ofSeconds(10);
    private static final int TICKS = 500;
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SEED = 1_582;
    private static final int ROUNDS = 4;
    private static final double[] PERCENTILES = {50, 99, 99.9, 100};

    private TimerLateness() {}

    /**
     * Runs all, or the subjects that are named.
     *
     * @param names names of {@link Lineup}, or none for all that can schedule
     * @throws InterruptedException if interrupted
     */
    public static void main(String... names) throws InterruptedException {
        List<Subject> subjects = names.length > 0
                ? List.of(names).stream().map(Lineup::named).toList()
                : Lineup.subjects().stream().filter(Subject::schedules).toList();
        System.out.printf("%-34s %-6s %10s %10s %10s %10s  µs%n", "", "load", "p50", "p99", "p99.9", "max");
        for (Load load : Load.values()) {
            inTurn(subjects, load);
        }
    }

    private static void inTurn(List<Subject> subjects, Load load) throws InterruptedException {
        var sums =
                Stream.generate(() -> new Histogram(3)).limit(subjects.size()).toList();
        for (Subject subject : subjects) {
            var _ = measure(subject, load); // to warm up
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < subjects.size(); i++) {
                sums.get(i).add(measure(subjects.get(i), load));
            }
        }
        for (int i = 0; i < subjects.size(); i++) {
            print(subjects.get(i), load, sums.get(i));
        }
    }

    private static void print(Subject subject, Load load, Histogram nanos) {
        System.out.printf("%-34s %-6s", subject.name(), load);
        for (double percentile : PERCENTILES) {
            System.out.printf(" %10.1f", nanos.getValueAtPercentile(percentile) / 1e3);
        }
        System.out.println();
    }

    private static Histogram measure(Subject subject, Load load) throws InterruptedException {
        var goOn = new AtomicBoolean(true);
        try (Actor actor = subject.open()) {
            load.start(actor, goOn);
            try {
                return load == Load.FLOOD ? ticks(actor) : randomDates(actor);
            } finally {
                goOn.set(false);
                actor.requireTimers().shutdownNow();
            }
        }
    }

    /** Timers at random dates, scheduled all at once. */
    private static Histogram randomDates(Actor actor) throws InterruptedException {
        var late = new Histogram(3); // filled by the one thread of the executor
        var fired = new CountDownLatch(TIMERS);
        var random = new SplittableRandom(SEED);
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100); // when all have been scheduled
        for (int i = 0; i < TIMERS; i++) {
            long date = start + random.nextLong(SPAN.toNanos());
            var _ = actor.requireTimers()
                    .schedule(
                            () -> {
                                late.recordValue(Math.max(0, System.nanoTime() - date));
                                fired.countDown();
                            },
                            date - System.nanoTime(),
                            TimeUnit.NANOSECONDS);
        }
        fired.await();
        return late;
    }

    /** One timer after the other; one that does not fire in seconds says all. */
    private static Histogram ticks(Actor actor) throws InterruptedException {
        var late = new Histogram(3);
        for (int i = 0; i < TICKS; i++) {
            var fired = new CountDownLatch(1);
            long date = System.nanoTime() + TICK;
            var _ = actor.requireTimers()
                    .schedule(
                            () -> {
                                late.recordValue(Math.max(0, System.nanoTime() - date));
                                fired.countDown();
                            },
                            TICK,
                            TimeUnit.NANOSECONDS);
            if (!fired.await(5, TimeUnit.SECONDS)) {
                var starved = new Histogram(3); // late may be written to yet
                starved.recordValue(TimeUnit.SECONDS.toNanos(5));
                return starved;
            }
        }
        return late;
    }
}
