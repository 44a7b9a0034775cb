package dev.runloop.bench.comparison;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The report for the terminal: a block for each measure, the best subject first.
 *
 * <p>The last column says how many times better than the reference a subject is; above 1 is always faster.
 */
final class ResultTable {
    private static final int BAR_WIDTH = 24;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private final List<Score> results;

    ResultTable(List<Score> results) {
        this.results = results;
    }

    @Override
    public String toString() {
        return results.stream().map(Score::measure).distinct().map(this::block).collect(Collectors.joining("\n"));
    }

    private String block(Measure measure) {
        var rows = results.stream()
                .filter(result -> result.measure().equals(measure))
                .sorted(bestFirst(measure))
                .toList();
        var reference = rows.stream()
                .filter(row -> row.subject().name().equals(JdkPeers.REFERENCE))
                .findFirst();
        double longest = rows.stream().mapToDouble(Score::median).max().orElse(1);
        var title = "%s [%s], %s is better"
                .formatted(measure.name(), measure.unit(), measure.moreIsBetter() ? "more" : "less");
        var head = "  %-31s %-24s %9s  %-19s %9s%n".formatted("", "", "median", "  min – max", "× STPE");
        return rows.stream()
                .map(row -> line(row, longest, reference))
                .collect(Collectors.joining("", title + "\n" + head, ""));
    }

    private static Comparator<Score> bestFirst(Measure measure) {
        var ascending = Comparator.comparingDouble(Score::median);
        return measure.moreIsBetter() ? ascending.reversed() : ascending;
    }

    private static String line(Score row, double longest, Optional<Score> reference) {
        var mark = row.subject().ours() ? "▸" : row.subject().kind() == Kind.LIMIT ? "·" : " ";
        return "%s %-31s %s %9s  %-19s %9s%n"
                .formatted(
                        mark,
                        row.subject().name(),
                        bar(row.median() / longest),
                        Figure.of(row.median()),
                        "%8s – %s".formatted(Figure.of(row.min()), Figure.of(row.max())),
                        reference.map(row::timesBetterThan).map(Figure::times).orElse(""));
    }

    private static String bar(double fraction) {
        int eighths = (int) Math.round(Math.clamp(fraction, 0, 1) * BAR_WIDTH * 8);
        var bar = "█".repeat(eighths / 8) + (eighths % 8 == 0 ? "" : EIGHTHS.charAt(eighths % 8));
        return bar + " ".repeat(BAR_WIDTH - bar.length());
    }
}
