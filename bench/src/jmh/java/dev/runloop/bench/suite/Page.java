package dev.runloop.bench.suite;

import dev.runloop.bench.report.Environment;
import dev.runloop.bench.report.Panel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A page with all charts and the environment. */
record Page(List<Section> sections, Environment environment, boolean hasCharts) {
    /** The answer to a question. */
    record Section(String name, String about, List<Panel> panels) {}

    void write(Path file) throws IOException {
        Files.writeString(file, """
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark">
            <title>Runloop: benchmarks</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
            img { width: 100%%; height: auto }
            td, th { text-align: left; vertical-align: top; padding: 0 1rem 0 0 }
            nav a { margin-right: 1rem }
            </style>
            <h1>Runloop: benchmarks</h1>
            <table>
            %s</table>
            <nav>%s</nav>
            %s
            """.formatted(
                        rows(), links(), sections.stream().map(this::text).collect(Collectors.joining("\n"))));
    }

    private String rows() {
        return row("processor", environment.cpu() + ", " + environment.cores() + " cores")
                + row("system", environment.os())
                + row("virtual machine", environment.jdk())
                + row("options", String.join(" ", environment.flags()))
                + row("commit", environment.commit())
                + row("date", environment.date())
                + row("figures", "<a href=\"%1$s\">%1$s</a>, as JMH writes them".formatted(Results.FIGURES));
    }

    private static String row(String name, String value) {
        return "<tr><th>%s<td>%s\n".formatted(name, value);
    }

    private String links() {
        return sections.stream()
                .map(section -> "<a href=\"#%1$s\">%1$s</a>".formatted(section.name()))
                .collect(Collectors.joining("\n"));
    }

    private String text(Section section) {
        String picture = """
            <picture>
            <source srcset="%1$s-dark.svg" media="(prefers-color-scheme: dark)">
            <img src="%1$s.svg" alt="A chart: %2$s">
            </picture>\
            """.formatted(
                section.name(), section.panels().stream().map(Panel::title).collect(Collectors.joining("; ")));
        return "<h2 id=\"%1$s\">%1$s</h2>\n<p>%2$s</p>\n%3$s"
                .formatted(section.name(), section.about(), hasCharts ? picture : "");
    }
}
