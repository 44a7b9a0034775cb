package dev.runloop.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.bench.subject.Lineup;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A comparison of two runs")
class CompareTest {
    private static final double LEVEL = 0.05;
    private static final double[] FORKS = {100, 104, 96, 101, 99};

    @Test
    @DisplayName("tells a faster round trip")
    void faster() {
        assertEquals("better", verdict(roundTrips(1), roundTrips(0.8)));
    }

    @Test
    @DisplayName("tells a slower one")
    void slower() {
        assertEquals("worse", verdict(roundTrips(1), roundTrips(1.2)));
    }

    @Test
    @DisplayName("tells nothing of a difference that lies within what the forks differ among themselves")
    void withinTheNoise() {
        assertEquals("", verdict(roundTrips(1), roundTrips(0.99)));
    }

    @Test
    @DisplayName("is not taken in by many iterations of few forks")
    void iterationsProveNothing() {
        Results before = results(List.of(figures(100), figures(100)));
        Results after = results(List.of(figures(130), figures(130)));
        assertEquals("", verdict(before, after));
    }

    @Test
    @DisplayName("leaves out subjects that were measured only once")
    void onlyWhatBothHave() {
        assertEquals(List.of(), Compare.changes(roundTrips(1), new Results(List.of())));
    }

    private static String verdict(Results before, Results after) {
        List<Compare.Change> changes = Compare.changes(before, after);
        assertEquals(1, changes.size(), changes.toString());
        return changes.getFirst().verdict(LEVEL);
    }

    /** Five forks of three iterations each. */
    private static Results roundTrips(double factor) {
        return results(Arrays.stream(FORKS)
                .mapToObj(fork -> List.of(fork * factor, fork * factor * 1.5, fork * factor * 0.9))
                .toList());
    }

    private static List<Double> figures(double figure) {
        return DoubleStream.generate(() -> figure).limit(100).boxed().toList();
    }

    private static Results results(List<List<Double>> forks) {
        Case roundTrip = Questions.summary().cases().stream()
                .filter(one -> one.title().startsWith("round trip"))
                .findFirst()
                .orElseThrow();
        return new Results(List.of(new Results.Entry(
                roundTrip.benchmark(),
                Map.of(Cell.SUBJECT, Lineup.REFERENCE),
                new Results.Metric("ns/op", forks),
                Map.of())));
    }
}
