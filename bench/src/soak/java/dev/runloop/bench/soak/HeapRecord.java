package dev.runloop.bench.soak;

import dev.runloop.bench.gauge.LiveHeap;
import dev.runloop.bench.gauge.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * The size of the live heap over time, measured after forced collections while nothing runs.
 *
 * <p>The heap is flat if it does not grow by more than a bound in ten minutes of the second half of the run; the
 * first half loads classes and fills profiles and caches. The slope is the Theil–Sen estimator, the median of the
 * slopes between any two samples, which a few outliers do not move. Belongs to one thread.
 */
final class HeapRecord {
    /** Growth in ten minutes that still counts as flat. */
    static final long BOUND = 1 << 20;

    /** Growth over the judged half that cannot be told from noise, however short that half is. */
    static final long NOISE = 1 << 20;

    private static final double TEN_MINUTES = TimeUnit.MINUTES.toNanos(10);
    private static final int LEAST_SAMPLES = 3;

    /**
     * The heap at a moment.
     *
     * @param nanos since the beginning
     * @param bytes that were live
     */
    record Sample(long nanos, long bytes) {}

    private final List<Sample> samples = new ArrayList<>();

    /** Measures now. */
    void take(long nanosSinceBegin) {
        add(new Sample(nanosSinceBegin, LiveHeap.bytes()));
    }

    void add(Sample sample) {
        samples.add(sample);
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    private List<Sample> judged() {
        return samples.subList(samples.size() / 2, samples.size());
    }

    LongStream bytes() {
        return samples.stream().mapToLong(Sample::bytes);
    }

    /** The median of all samples. */
    long median() {
        return Math.round(Median.of(bytes().asDoubleStream().toArray()));
    }

    /** Growth in bytes per ten minutes over the second half, or nothing if that has too few samples. */
    Optional<Double> growthInTenMinutes() {
        List<Sample> half = judged();
        if (half.size() < LEAST_SAMPLES) {
            return Optional.empty();
        }
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < half.size(); i++) {
            for (int j = i + 1; j < half.size(); j++) {
                long bytes = half.get(j).bytes() - half.get(i).bytes();
                slopes.add(
                        bytes * TEN_MINUTES / (half.get(j).nanos() - half.get(i).nanos()));
            }
        }
        return Optional.of(Median.of(slopes));
    }

    /** Adds a violation if the heap has grown. */
    void judge(Violations violations) {
        growthInTenMinutes().ifPresent(growth -> {
            double span = judged().getLast().nanos() - judged().getFirst().nanos();
            double allowed = Math.max(BOUND, NOISE * TEN_MINUTES / span);
            if (growth > allowed) {
                violations.add(
                        "heap",
                        "grows by %,.0f bytes in ten minutes, %,.0f in the %,.1f s that are judged; allowed are %,.0f"
                                .formatted(
                                        growth, growth * span / TEN_MINUTES, span / 1e9, allowed * span / TEN_MINUTES));
            }
        });
    }
}
