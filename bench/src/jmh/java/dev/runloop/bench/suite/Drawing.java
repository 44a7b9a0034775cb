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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.util.Statistics;

/** Makes tables, charts and a page of the figures in a folder. */
final class Drawing {
    private static final double CONFIDENCE = 0.999; // JMH's own
    private static final double AIM = 0.1;

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
            out.println(new Table(answer.panels(), "25 % – 75 %"));
        }
        for (Page.Section shortest : summary) {
            Files.writeString(folder.resolve(shortest.name() + ".md"), new MarkdownTable(shortest.panels()).toString());
        }
        List<Page.Section> all =
                Stream.concat(summary.stream(), answers.stream()).toList();
        Optional<Throwable> trouble = Chart.trouble();
        if (trouble.isEmpty()) {
            for (Page.Section section : all) {
                new Chart(
                                section.panels(),
                                "Bars: medians of all iterations; lines: the middle half of them. "
                                        + environment.summary())
                        .write(folder, section.name());
            }
        }
        new Page(all, environment, trouble.isEmpty()).write(folder.resolve("index.html"));
        List<String> errors = largeErrors(results);
        out.printf("JMH's errors (99.9 %%) that are larger than %.0f %% of the score: %d%n", 100 * AIM, errors.size());
        errors.forEach(out::println);
        out.println(environment.summary());
        out.println(trouble.map(reason -> "No charts, because Java cannot use fonts here: " + reason)
                .orElse("Charts and figures: " + folder.resolve("index.html")));
    }

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

    /** The median: on a shared machine some iterations are many times slower and would distort the mean. */
    private static Bar bar(Case one, String subject, Statistics figures) {
        return new Bar(
                subject,
                one.hueOf(subject),
                figures.getPercentile(50) * one.factor(),
                figures.getPercentile(25) * one.factor(),
                figures.getPercentile(75) * one.factor());
    }

    /** JMH's errors above the target, among figures that should be precise; the largest first. */
    private static List<String> largeErrors(Results results) {
        return Questions.all().stream()
                .filter(Question::isPrecise)
                .flatMap(question -> question.cases().stream())
                .filter(one -> one.metric().equals(Case.PRIMARY))
                .flatMap(one -> results.answersTo(one).entrySet().stream()
                        .map(answer -> Map.entry(
                                one.title() + " / " + answer.getKey(),
                                answer.getValue().statistics())))
                .map(answer -> Map.entry(answer.getKey(), relativeError(answer.getValue())))
                .filter(answer -> answer.getValue() > AIM)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(answer -> "%4.0f %%  %s".formatted(100 * answer.getValue(), answer.getKey()))
                .toList();
    }

    private static double relativeError(Statistics figures) {
        return figures.getN() > 1 ? figures.getMeanErrorAt(CONFIDENCE) / figures.getMean() : 0;
    }
}
