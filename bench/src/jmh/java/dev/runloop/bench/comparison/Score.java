package dev.runloop.bench.comparison;

import dev.runloop.bench.gauge.Median;
import dev.runloop.bench.report.Bar;
import dev.runloop.bench.report.Hue;
import dev.runloop.bench.report.Panel;
import dev.runloop.bench.subject.Subject;
import java.util.Collections;
import java.util.List;

/** The result of all rounds of one cell. */
record Score(Cell cell, double median, double min, double max, int rounds) {
    static Score of(Cell cell, List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no round of '" + cell + "' was measured");
        }
        return new Score(cell, Median.of(values), Collections.min(values), Collections.max(values), values.size());
    }

    Measure measure() {
        return cell.measure();
    }

    Subject subject() {
        return cell.subject();
    }

    static List<Panel> panels(List<Score> results) {
        return results.stream()
                .map(Score::measure)
                .distinct()
                .map(measure -> new Panel(
                        measure.name(),
                        measure.unit(),
                        measure.moreIsBetter(),
                        results.stream()
                                .filter(result -> result.measure().equals(measure))
                                .map(Score::bar)
                                .toList()))
                .toList();
    }

    private Bar bar() {
        return new Bar(subject().name(), Hue.of(subject()), median, min, max);
    }
}
