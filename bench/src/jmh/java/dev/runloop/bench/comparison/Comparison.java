package dev.runloop.bench.comparison;

import dev.runloop.bench.report.Chart;
import dev.runloop.bench.report.Environment;
import dev.runloop.bench.report.Panel;
import dev.runloop.bench.report.Progress;
import dev.runloop.bench.report.Table;
import dev.runloop.bench.report.Terminal;
import dev.runloop.bench.subject.OwnExecutors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The quick profile: compares, prints a table, and writes a chart and the figures. */
@Command(
        name = "quick",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Compares Runloop with other single-threaded executors in about a minute.")
public final class Comparison implements Callable<Integer> {
    private static final Duration CELL_LIMIT = Duration.ofSeconds(20);

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each subject is measured (default: 5 times, or fewer if that takes over 70 s).")
    private @Nullable Integer rounds;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Only measures or subjects whose name contains this text. May be given several times.")
    private List<String> only = List.of();

    @Option(names = "--smallest", description = "One short round: shows that everything works, not how fast it is.")
    private boolean smallest;

    @Mixin
    private OwnExecutors executors = new OwnExecutors();

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            defaultValue = "target/comparison",
            description = "Where the chart and the figures go (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("target", "comparison");

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var plan = plan();
        var terminal = Terminal.standardOutput();
        var environment = Environment.current();
        List<Score> results;
        try {
            results = run(plan, terminal);
        } catch (CellFailure e) {
            command.commandLine().getErr().println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        new ResultFiles(folder).write(results, environment);
        List<Panel> panels = Score.panels(results);
        terminal.out().println(new Table(panels, "min – max"));
        terminal.out().printf("Rounds: %d. %s%n", results.getFirst().rounds(), environment.summary());
        terminal.out().println(draw(panels, environment));
        return CommandLine.ExitCode.OK;
    }

    private String draw(List<Panel> panels, Environment environment) throws IOException {
        var trouble = Chart.trouble();
        if (trouble.isPresent()) {
            return "Figures: %s (no chart, because Java cannot use fonts here: %s)".formatted(folder, trouble.get());
        }
        new Chart(panels, "Bars: medians; lines: all rounds. " + environment.summary()).write(folder, "comparison");
        return "Chart and figures: " + folder;
    }

    private Plan plan() {
        if (rounds != null && rounds < 1) {
            throw new ParameterException(command.commandLine(), "--rounds must be at least 1, but is " + rounds);
        }
        try {
            var selection = Selection.of(only, executors.subjects());
            if (smallest) {
                return Plan.smallest(selection.measures(), selection.subjects());
            }
            return rounds == null
                    ? Plan.usual(selection.measures(), selection.subjects())
                    : Plan.withRounds(selection.measures(), selection.subjects(), rounds);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private List<Score> run(Plan plan, Terminal terminal) throws CellFailure, InterruptedException {
        var runner = new CellRunner(CELL_LIMIT);
        try (var progress = new Progress(terminal, plan.steps())) {
            return new PlanRun(plan, runner, progress).run();
        }
    }
}
