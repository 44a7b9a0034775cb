package dev.runloop.bench.suite;

import dev.runloop.bench.report.Bar;
import dev.runloop.bench.report.Chart;
import dev.runloop.bench.report.Environment;
import dev.runloop.bench.report.Panel;
import dev.runloop.bench.report.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.util.Statistics;

/** Makes tables, charts and a page of the figures in a folder. */
final class Drawing {
    private static final double CONFIDENCE = 0.999; // JMH's own

    private final Path folder;
    private final PrintStream out;

    Drawing(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    void draw() throws IOException {
        Results results = Results.read(folder.resolve(Results.FIGURES));
        Environment environment = Environment.read(folder.resolve(Results.ENVIRONMENT));
        Optional<Throwable> trouble = Chart.trouble();
        List<Page.Section> sections = new ArrayList<>();
        for (Question question : Stream.concat(Stream.of(Questions.summary()), Questions.all().stream())
                .toList()) {
            List<Panel> panels = panels(question, results);
            if (!panels.isEmpty()) {
                sections.add(new Page.Section(question.name(), question.about(), panels));
                if (trouble.isEmpty()) {
                    new Chart(panels, "Bars: JMH's score; lines: its error (99.9 %). " + environment.summary())
                            .write(folder, question.name());
                }
            }
        }
        sections.stream().skip(1).forEach(section -> out.println(new Table(section.panels(), "error (99.9 %)")));
        new Page(sections, environment, trouble.isEmpty()).write(folder.resolve("index.html"));
        out.println(environment.summary());
        out.println(trouble.map(reason -> "No charts, because Java cannot use fonts here: " + reason)
                .orElse("Charts and figures: " + folder.resolve("index.html")));
    }

    private static List<Panel> panels(Question question, Results results) {
        return question.cases().stream()
                .map(one -> panel(one, results))
                .filter(panel -> !panel.bars().isEmpty())
                .toList();
    }

    private static Panel panel(Case one, Results results) {
        List<Bar> bars = results.answersTo(one).entrySet().stream()
                .map(answer -> bar(one, answer.getKey(), answer.getValue().statistics()))
                .toList();
        return new Panel(one.title(), one.unit(), one.moreIsBetter(), bars);
    }

    private static Bar bar(Case one, String subject, Statistics figures) {
        double error = figures.getN() > 1 ? figures.getMeanErrorAt(CONFIDENCE) : 0;
        double low = Math.max(0, figures.getMean() - error);
        double high = figures.getMean() + error;
        return new Bar(
                subject, one.hueOf(subject), figures.getMean() * one.factor(), low * one.factor(), high * one.factor());
    }
}
