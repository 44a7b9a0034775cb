package dev.runloop.bench.suite;

import dev.runloop.bench.report.Figure;
import dev.runloop.bench.report.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.util.ListStatistics;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Tells what has become faster or slower. It compares medians of forks: iterations of one fork resemble each other,
 * so they would prove too much.
 */
@Command(
        name = "compare",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Tells what has changed between two runs of 'full', and whether by more than chance.")
public final class Compare implements Callable<Integer> {
    private static final int MOST_FORKS = 12;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "A results.json, or the folder that has one.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER", description = "The other one.")
    private Path after = Path.of("");

    @Option(
            names = "--level",
            paramLabel = "P",
            defaultValue = "0.05",
            description = "A difference counts if chance makes one as large with less than this probability (default:"
                    + " ${DEFAULT-VALUE}). Four passes on both sides can come to 0.03 at best, three to 0.1.")
    private double level;

    @Spec
    private CommandSpec command = CommandSpec.create();

    record Change(Case one, String subject, double before, double after, double probability) {
        static Change of(Case one, String subject, Results.Metric before, Results.Metric after) {
            double[] first = some(before.medians());
            double[] second = some(after.medians());
            return new Change(one, subject, median(first), median(second), RankTest.probability(first, second));
        }

        /** The test tries all ways to divide the forks, so there must not be too many. */
        private static double[] some(double[] medians) {
            return medians.length > MOST_FORKS ? Arrays.copyOf(medians, MOST_FORKS) : medians;
        }

        private static double median(double[] figures) {
            return new ListStatistics(figures).getPercentile(50);
        }

        /** Above 1 if better now. */
        double timesBetter() {
            return one.moreIsBetter() ? after / before : before / after;
        }

        String verdict(double level) {
            if (probability >= level || before == after) {
                return "";
            }
            return timesBetter() > 1 ? "better" : "worse";
        }
    }

    @Override
    public Integer call() throws IOException {
        if (level <= 0 || level >= 1) {
            throw new ParameterException(command.commandLine(), "--level must lie between 0 and 1, but is " + level);
        }
        List<Change> changes = changes(read(before), read(after));
        if (changes.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "%s and %s have nothing in common".formatted(before, after));
        }
        print(changes, Terminal.standardOutput().out());
        return CommandLine.ExitCode.OK;
    }

    private Results read(Path place) throws IOException {
        Path file = Files.isDirectory(place) ? place.resolve(Results.FIGURES) : place;
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(command.commandLine(), "there is no file " + file);
        }
        return Results.read(file);
    }

    static List<Change> changes(Results before, Results after) {
        List<Change> changes = new ArrayList<>();
        for (Question question : Questions.all()) {
            for (Case one : question.cases()) {
                Map<String, Results.Metric> now = after.answersTo(one);
                before.answersTo(one).forEach((subject, metric) -> {
                    if (now.containsKey(subject)) {
                        changes.add(Change.of(one, subject, metric, now.get(subject)));
                    }
                });
            }
        }
        return changes;
    }

    private void print(List<Change> changes, PrintStream out) {
        out.printf("%-36s %-36s %10s %10s %9s %7s%n", "", "", "before", "after", "× better", "p");
        for (Change change : changes) {
            out.printf(
                    "%-36s %-36s %10s %10s %9s %7.3f %s%n",
                    change.one().title(),
                    change.subject(),
                    Figure.of(change.before() * change.one().factor()),
                    Figure.of(change.after() * change.one().factor()),
                    Figure.times(change.timesBetter()),
                    change.probability(),
                    change.verdict(level));
        }
        long different = changes.stream()
                .filter(change -> !change.verdict(level).isEmpty())
                .count();
        out.printf(
                "%d of %d differ with p < %s; chance alone would make about %.0f of them differ.%n",
                different, changes.size(), level, Math.floor(level * changes.size()));
    }
}
