package dev.runloop.bench.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Panels as the columns of a table in Markdown: a row for each subject, ours first, then by the first panel. */
public record MarkdownTable(List<Panel> panels) {
    @Override
    public String toString() {
        return Stream.concat(Stream.of(head(), rule()), subjects().map(this::row))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private String head() {
        return line("", panels.stream().map(panel -> "%s, %s".formatted(panel.title(), panel.unit())));
    }

    private String rule() {
        return "|---|" + "---:|".repeat(panels.size());
    }

    private Stream<Bar> subjects() {
        return panels.stream()
                .flatMap(panel -> panel.bars().stream())
                .collect(Collectors.toMap(Bar::name, bar -> bar, (first, _) -> first, LinkedHashMap::new))
                .values()
                .stream()
                .sorted(Comparator.comparing(Bar::hue));
    }

    private String row(Bar subject) {
        String mark = subject.hue() == Hue.OURS ? "**" : "";
        return line(
                mark + subject.name() + mark,
                panels.stream()
                        .map(panel -> panel.named(subject.name())
                                .map(bar -> Figure.of(bar.value()))
                                .orElse("–")));
    }

    private static String line(String first, Stream<String> others) {
        return Stream.concat(Stream.of(first), others).collect(Collectors.joining(" | ", "| ", " |"));
    }
}
