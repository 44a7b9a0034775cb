package dev.runloop.bench.suite;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The exact rank test of Wilcoxon, Mann and Whitney: the probability, if nothing has changed, that the ranks of two
 * samples differ at least as much as they do. It assumes nothing about the distribution, which on a busy machine is
 * not normal.
 */
final class RankTest {
    private static final int MOST = 24; // of both; all ways to choose half of them are tried

    private RankTest() {}

    /** Between 0 and 1; small if the difference is real. */
    static double probability(double[] one, double[] other) {
        if (one.length == 0 || other.length == 0 || one.length + other.length > MOST) {
            throw new IllegalArgumentException(
                    "the samples must have between 1 and %d figures together, but have %d and %d"
                            .formatted(MOST, one.length, other.length));
        }
        double[] ranks = ranks(
                DoubleStream.concat(Arrays.stream(one), Arrays.stream(other)).toArray());
        double expected = Arrays.stream(ranks).sum() * one.length / ranks.length;
        double found = Math.abs(Arrays.stream(ranks, 0, one.length).sum() - expected);
        int all = 0;
        int asFar = 0;
        for (int chosen = 0; chosen < 1 << ranks.length; chosen++) {
            if (Integer.bitCount(chosen) == one.length) {
                all++;
                asFar += Math.abs(sum(ranks, chosen) - expected) >= found - 1e-9 ? 1 : 0;
            }
        }
        return (double) asFar / all;
    }

    private static double sum(double[] ranks, int chosen) {
        double sum = 0;
        for (int rest = chosen; rest != 0; rest &= rest - 1) {
            sum += ranks[Integer.numberOfTrailingZeros(rest)];
        }
        return sum;
    }

    /** Equal figures share their mean rank. */
    private static double[] ranks(double[] figures) {
        return Arrays.stream(figures)
                .map(figure -> {
                    long smaller = Arrays.stream(figures)
                            .filter(other -> other < figure)
                            .count();
                    long equal = Arrays.stream(figures)
                            .filter(other -> other == figure)
                            .count();
                    return smaller + (equal + 1) / 2.0;
                })
                .toArray();
    }
}
