package dev.runloop.internal.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A record of lateness")
class LatenessRecordTest {
    private static final long SEED = 90_125;

    private final LatenessRecord record = new LatenessRecord();

    @Test
    @DisplayName("gives percentiles from the true ones to a quarter more")
    void percentiles() {
        var random = new SplittableRandom(SEED);
        long[] all = random.longs(100_000, 0, 50)
                .map(bits -> (1L << bits % 44) + random.nextLong(1L << bits % 44))
                .toArray();
        for (long nanos : all) {
            record.add(nanos);
        }
        Arrays.sort(all);
        for (double share : new double[] {0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1}) {
            long exact = all[(int) Math.ceil(share * all.length) - 1];
            long answer = record.percentile(share);
            assertTrue(answer >= exact && answer <= exact * 5 / 4 + 1_024, share + ": " + answer + " for " + exact);
        }
        assertEquals(all[all.length - 1], record.greatest());
        assertEquals(Arrays.stream(all).sum(), record.sum());
    }

    @Test
    @DisplayName("accepts the longest times, and counts negative ones as zero")
    void extremes() {
        record.add(-5);
        record.add(Long.MAX_VALUE / 2);
        assertEquals(Long.MAX_VALUE / 2, record.greatest());
        assertEquals(Long.MAX_VALUE / 2, record.sum());
        assertTrue(record.percentile(0.5) <= 1_024);
    }

    @Test
    @DisplayName("is all zero while nothing was late")
    void empty() {
        assertEquals(0, record.percentile(0.99));
        assertEquals(0, record.greatest());
    }
}
