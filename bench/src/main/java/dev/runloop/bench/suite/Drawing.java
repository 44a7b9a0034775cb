package dev.runloop.bench.suite;

import dev.runloop.bench.report.Bar;
import dev.runloop.bench.report.Chart;
import dev.runloop.bench.report.Environment;
import dev.runloop.bench.report.MarkdownTable;
import dev.runloop.bench.report.Panel;
import dev.runloop.bench.report.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
        List<Page.Section> answers = sections(Questions.all().stream(), results);
        List<Page.Section> summary = sections(Stream.of(Questions.summary()), results);
        for (Page.Section answer : answers) {
            out.println(new Table(answer.panels(), "error (99.9 %)"));
        }
        for (Page.Section shortest : summary) {
            Files.writeString(folder.resolve(shortest.name() + ".md"), new MarkdownTable(shortest.panels()).toString());
        }
        List<Page.Section> all =
                Stream.concat(summary.stream(), answers.stream()).toList();
        Optional<Throwable> trouble = Chart.trouble();
        if (trouble.isEmpty()) {
            for (Page.Section section : all) {
                new Chart(section.panels(), "Bars: JMH's score; lines: its error (99.9 %). " + environment.summary())
                        .write(folder, section.name());
            }
        }
        new Page(all, environment, trouble.isEmpty()).write(folder.resolve("index.html"));
        out.println(environment.summary());
        out.println(trouble.map(reason -> "No charts, because Java cannot use fonts here: " + reason)
                .orElse("Charts and figures: " + folder.resolve("index.html")));
    }

    /** Of the questions that were answered. */
    private static List<Page.Section> sections(Stream<Question> questions, Results results) {
        return questions
                .map(question -> new Page.Section(question.name(), question.about(), panels(question, results)))
                .filter(section -> !section.panels().isEmpty())
                .toList();
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
