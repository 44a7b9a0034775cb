package dev.runloop.bench.suite;

import dev.runloop.bench.report.Environment;
import dev.runloop.bench.report.Progress;
import dev.runloop.bench.report.Terminal;
import dev.runloop.bench.subject.OwnExecutors;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The full profile: JMH measures all questions, in forks, with the gc profiler. */
@Command(
        name = "full",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Has JMH measure everything, or what is chosen, and leaves JSON, charts and a page.")
public final class Full implements Callable<Integer> {
    private static final TimeValue LIMIT = TimeValue.seconds(60);
    private static final int ITERATIONS_OF_EXTRA_PASS = 64; // four times as many: most of a fork's time is its start
    private static final Map<String, String> SMALLEST = Map.of("timers", "50", "millis", "20", "tries", "0");

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Only questions whose name contains this text. May be given several times.")
    private List<String> questions = List.of();

    @Option(
            names = "--subject",
            paramLabel = "TEXT",
            description = "Only subjects whose name contains this text. May be given several times.")
    private List<String> subjects = List.of();

    @Mixin
    private OwnExecutors executors = new OwnExecutors();

    @Option(
            names = "--passes",
            paramLabel = "N",
            defaultValue = "4",
            description = "How often each is measured, in a JVM of its own each time (default: ${DEFAULT-VALUE}).")
    private int passes;

    @Option(
            names = "--error",
            paramLabel = "PERCENT",
            defaultValue = "10",
            description = "Rates and round trips are measured in more passes while JMH's error is larger (default:"
                    + " ${DEFAULT-VALUE}).")
    private double error;

    @Option(
            names = "--extra",
            paramLabel = "N",
            defaultValue = "8",
            description = "In how many more at most (default: ${DEFAULT-VALUE}).")
    private int extra;

    @Option(
            names = "--smallest",
            description = "One short pass in this JVM: shows that everything works, not how fast it is.")
    private boolean smallest;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            defaultValue = "target/full",
            description = "Where everything goes (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("target", "full");

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        requireAtLeast("--passes", passes, 1);
        requireAtLeast("--error", error, 1);
        requireAtLeast("--extra", extra, 0);
        Choice choice = choice();
        Files.createDirectories(folder);
        Environment environment = Environment.current();
        environment.write(folder.resolve(Results.ENVIRONMENT));
        var terminal = Terminal.standardOutput();
        List<Cell> cells = Cell.of(cases(choice.questions()), choice);
        List<Cell> precise = Cell.of(
                cases(choice.questions().stream().filter(Question::isPrecise).toList()), choice);
        Map<Cell, RunnerException> failures;
        try (var progress = new Progress(terminal, cells.size() * (smallest ? 1 : passes))) {
            var run = new Passes(this::measure, progress, folder.resolve(Results.FIGURES));
            run.run(cells, smallest ? 1 : passes);
            if (!smallest) {
                run.sharpen(precise, error / 100, extra);
            }
            failures = run.failures();
        }
        new Drawing(folder, terminal.out()).draw();
        failures.forEach((cell, e) -> report(cell, e, terminal.out()));
        return failures.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void requireAtLeast(String option, double value, int least) {
        if (value < least) {
            throw new ParameterException(
                    command.commandLine(), "%s must be at least %d, but is %s".formatted(option, least, value));
        }
    }

    private Choice choice() {
        try {
            return Choice.of(questions, subjects, executors.subjects());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    /** In the smallest form, one case per question. */
    private Stream<Case> cases(List<Question> of) {
        return of.stream().flatMap(question -> question.cases().stream().limit(smallest ? 1 : Long.MAX_VALUE));
    }

    private Collection<RunResult> measure(Cell cell, boolean longer) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(cell.benchmark()) + "$")
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .syncIterations(false) // else all go on until the last burst ends: with ForkJoinPool(1), perhaps never
                .shouldFailOnError(true)
                .timeout(LIMIT)
                .forks(smallest ? 0 : 1);
        cell.params().forEach((name, value) -> options.param(name, value));
        if (longer) {
            options.measurementIterations(ITERATIONS_OF_EXTRA_PASS);
        }
        if (smallest) {
            SMALLEST.forEach((name, value) -> options.param(name, value));
            options.warmupIterations(0).measurementIterations(1).measurementTime(TimeValue.milliseconds(1));
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        if (results.isEmpty()) {
            throw new RunnerException("JMH has found no such benchmark");
        }
        return results;
    }

    private static void report(Cell cell, RunnerException failure, PrintStream out) {
        out.printf("Could not be measured: %s%n", cell);
        printCauses(failure, "  ", out);
    }

    /** JMH attaches what a benchmark throws to an exception of its own. */
    private static void printCauses(Throwable failure, String indent, PrintStream out) {
        out.println(indent + failure);
        if (failure.getCause() != null) {
            printCauses(failure.getCause(), indent + "  ", out);
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            printCauses(suppressed, indent + "  ", out);
        }
    }
}
