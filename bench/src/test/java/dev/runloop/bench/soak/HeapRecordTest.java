package dev.runloop.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What counts as a growing heap. */
class HeapRecordTest {
    private static final int SAMPLES = 120; // each half minute for an hour
    private static final long SECONDS_A_SAMPLE = 30;
    private static final long START = 50 << 20;

    private final HeapRecord heap = new HeapRecord();
    private final Violations violations = new Violations();

    private List<String> judged(int samples, IntToLongFunction bytes) {
        for (int i = 0; i < samples; i++) {
            heap.add(new HeapRecord.Sample(TimeUnit.SECONDS.toNanos(i * SECONDS_A_SAMPLE), bytes.applyAsLong(i)));
        }
        heap.judge(violations);
        return violations.first();
    }

    @Test
    @DisplayName("A heap that jitters is flat, also with samples that are far off")
    void jitterIsFlat() {
        var random = new SplittableRandom(1);
        assertEquals(
                List.of(),
                judged(SAMPLES, i -> START + random.nextLong(1 << 20) + (i % 10 == 0 && i > 90 ? 40 << 20 : 0)));
    }

    @Test
    @DisplayName("What grows in the first half only is flat")
    void warmUpIsFlat() {
        assertEquals(List.of(), judged(SAMPLES, i -> START + Math.min(i, SAMPLES / 2) * (1L << 20)));
    }

    @Test
    @DisplayName("Growth of one and a half megabytes in ten minutes is found beneath the jitter")
    void growthIsFound() {
        var random = new SplittableRandom(1);
        long growth = HeapRecord.BOUND * 3 / 2 * SECONDS_A_SAMPLE / TimeUnit.MINUTES.toSeconds(10);
        List<String> found = judged(SAMPLES, i -> START + i * growth + random.nextLong(1 << 20));
        assertEquals(1, found.size());
        assertTrue(found.getFirst().startsWith("heap: grows by 1,"), found.getFirst());
    }

    @Test
    @DisplayName("Two samples are no reason to judge")
    void fewSamplesAreNotJudged() {
        assertEquals(List.of(), judged(4, i -> START + i * (10L << 20)));
        assertTrue(heap.growthInTenMinutes().isEmpty());
    }
}
