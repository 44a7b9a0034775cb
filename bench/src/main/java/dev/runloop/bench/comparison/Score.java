package dev.runloop.bench.comparison;

import java.util.List;

/** What all rounds of one cell come to. */
record Score(Cell cell, double median, double min, double max, int rounds) {
    static Score of(Cell cell, List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no round of '" + cell + "' was measured");
        }
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Score(cell, median, sorted.getFirst(), sorted.getLast(), sorted.size());
    }

    Measure measure() {
        return cell.measure();
    }

    Subject subject() {
        return cell.subject();
    }

    /** How many times better than the other: above 1 when this one is faster, whatever the unit. */
    double timesBetterThan(Score other) {
        return measure().moreIsBetter() ? median / other.median : other.median / median;
    }
}
