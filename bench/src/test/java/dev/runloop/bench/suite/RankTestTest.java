package dev.runloop.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The rank test")
class RankTestTest {
    private static final double NEARLY = 1e-12;

    @Test
    @DisplayName("is certain that equal samples may come from the same")
    void equalSamples() {
        assertEquals(1, RankTest.probability(new double[] {1, 2, 3}, new double[] {1, 2, 3}), NEARLY);
    }

    @Test
    @DisplayName("finds two of the seventy ways to divide eight figures as far apart as four small and four large ones")
    void samplesThatDoNotOverlap() {
        double[] small = {1, 2, 3, 4};
        double[] large = {10, 20, 30, 40};
        assertEquals(2 / 70.0, RankTest.probability(small, large), NEARLY);
        assertEquals(2 / 70.0, RankTest.probability(large, small), NEARLY);
    }

    @Test
    @DisplayName("goes by ranks, however far away a figure is")
    void outliers() {
        double[] usual = {1, 2, 3, 4};
        assertEquals(
                RankTest.probability(usual, new double[] {2.5, 3.5, 5, 6}),
                RankTest.probability(usual, new double[] {2.5, 3.5, 5, 6_000}),
                NEARLY);
    }

    @Test
    @DisplayName("lets equal figures share their ranks")
    void ties() {
        assertEquals(1, RankTest.probability(new double[] {0, 0, 0}, new double[] {0, 0, 0, 0}), NEARLY);
        assertTrue(RankTest.probability(new double[] {0, 0, 0, 0}, new double[] {0, 1, 1, 1}) > 0.1);
    }

    @Test
    @DisplayName("says what is wrong with samples that it cannot judge")
    void badSamples() {
        var e = assertThrows(
                IllegalArgumentException.class, () -> RankTest.probability(new double[0], new double[] {1}));
        assertEquals("the samples must have between 1 and 24 figures together, but have 0 and 1", e.getMessage());
    }
}
