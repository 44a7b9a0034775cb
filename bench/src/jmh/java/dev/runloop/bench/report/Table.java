package dev.runloop.bench.report;

import dev.runloop.bench.subject.Lineup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The report for the terminal: a block for each panel, the best subject first. The last column says how many times
 * better than the reference a subject is; above 1 is always faster.
 *
 * @param spread what the range of a figure is
 */
public record Table(List<Panel> panels, String spread) {
    private static final int BAR_WIDTH = 24;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    @Override
    public String toString() {
        return panels.stream().map(this::block).collect(Collectors.joining("\n"));
    }

    private String block(Panel panel) {
        var reference = panel.named(Lineup.REFERENCE);
        var title =
                "%s [%s], %s is better".formatted(panel.title(), panel.unit(), panel.moreIsBetter() ? "more" : "less");
        var head = "  %-45s %-24s %9s  %-19s %9s%n"
                .formatted("", "", "", "  " + spread, reference.isPresent() ? "× STPE" : "");
        return panel.bars().stream()
                .map(bar -> line(panel, bar, reference))
                .collect(Collectors.joining("", title + "\n" + head, ""));
    }

    private static String line(Panel panel, Bar bar, Optional<Bar> reference) {
        return "%s %-45s %s %9s  %-19s %9s%n"
                .formatted(
                        bar.hue().mark(),
                        bar.name(),
                        drawn(panel.largest() > 0 ? bar.value() / panel.largest() : 0),
                        Figure.of(bar.value()),
                        "%8s – %s".formatted(Figure.of(bar.low()), Figure.of(bar.high())),
                        reference
                                .filter(other -> bar.value() > 0 && other.value() > 0)
                                .map(other -> Figure.times(panel.timesBetter(bar, other)))
                                .orElse(""));
    }

    /** A bar of text, this part of it filled. */
    static String drawn(double fraction) {
        int eighths = (int) Math.round(Math.clamp(fraction, 0, 1) * BAR_WIDTH * 8);
        var bar = "█".repeat(eighths / 8) + (eighths % 8 == 0 ? "" : EIGHTHS.charAt(eighths % 8));
        return bar + " ".repeat(BAR_WIDTH - bar.length());
    }
}
