package dev.runloop.bench.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The figures of all subjects in one measure, the best first. */
public record Panel(String title, String unit, boolean moreIsBetter, List<Bar> bars) {
    private static final double SPREAD_FOR_LOGARITHM = 100;

    public Panel {
        var ascending = Comparator.comparingDouble(Bar::value);
        bars = bars.stream()
                .sorted(moreIsBetter ? ascending.reversed() : ascending)
                .toList();
    }

    /** How many times better the one is than the other; above 1 is faster, whatever the unit. */
    double timesBetter(Bar one, Bar other) {
        return moreIsBetter ? one.value() / other.value() : other.value() / one.value();
    }

    Optional<Bar> named(String name) {
        return bars.stream().filter(bar -> bar.name().equals(name)).findFirst();
    }

    double largest() {
        return bars.stream().mapToDouble(Bar::value).max().orElse(1);
    }

    double smallest() {
        return bars.stream().mapToDouble(Bar::value).min().orElse(1);
    }

    /** Whether the smallest bar would be invisible beside the largest. */
    boolean isLogarithmic() {
        return smallest() > 0 && largest() / smallest() > SPREAD_FOR_LOGARITHM;
    }

    String scale() {
        return unit
                + (moreIsBetter ? ", more is better" : ", less is better")
                + (isLogarithmic() ? ", logarithmic" : "");
    }
}
