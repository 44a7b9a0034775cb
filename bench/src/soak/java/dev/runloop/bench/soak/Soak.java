package dev.runloop.bench.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: soaks loops for an hour or any other time, prints a summary and writes a report. */
@Command(
        name = "soak",
        sortOptions = false,
        description =
                "Puts loops of both kinds of thread under a mixed load for a long time, and accounts for all of it.")
public final class Soak implements Callable<Integer> {
    private static final long SECONDS_TO_END_IN_ORDER = 120;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long, fractions included (default: ${DEFAULT-VALUE}).")
    private double minutes = 60;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description =
                    "After each of so many rounds everything is accounted for, half of all loops die, and the heap is"
                            + " measured (default: one each half minute).")
    private @Nullable Integer rounds;

    @Option(names = "--seed", paramLabel = "N", description = "What is drawn from (default: another one each time).")
    private @Nullable Long seed;

    @Option(
            names = "--intensity",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many bursts each lane makes in a second (default: ${DEFAULT-VALUE}).")
    private int intensity = 10;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long a burst may take before its lane counts as stuck (default: ${DEFAULT-VALUE}).")
    private int patience = 60;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Only lanes whose name contains this text. May be given several times.")
    private List<String> only = List.of();

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            defaultValue = "target/soak",
            description = "Where the report goes (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("target", "soak");

    @SuppressWarnings("UnusedVariable") // picocli sets it and acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @Spec
    private CommandSpec command = CommandSpec.create();

    /** Exits with 0, with 1 after a violation, or with 2 for invalid arguments. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Soak()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        SoakPlan plan = plan();
        var out = command.commandLine().getOut();
        out.printf(
                "Soak: %s, %d rounds, %d lanes, intensity %d, --seed %d%n",
                plan.duration(), plan.rounds(), plan.lanes().size(), plan.intensity(), plan.seed());
        var run = new SoakRun(plan, line -> {
            out.println(line);
            out.flush();
        });
        var reported = new CountDownLatch(1);
        var endInOrder = new Thread(() -> endInOrder(run, reported), LeakCheck.OWN_THREADS + "end");
        Runtime.getRuntime().addShutdownHook(endInOrder);
        try {
            SoakResult result = run.run();
            var report = new SoakReport(result);
            report.write(plan.folder());
            out.println(report);
            out.flush();
            return result.isGood() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } finally {
            reported.countDown();
            forget(endInOrder);
        }
    }

    private static void forget(Thread hook) {
        try {
            boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) { // the process is ending and the hook is running
            hook.setName(LeakCheck.OWN_THREADS + "has ended");
        }
    }

    /** The process is shutting down: end the run in order and report what it has seen so far. */
    private static void endInOrder(SoakRun run, CountDownLatch reported) {
        run.ask();
        try {
            boolean _ = reported.await(SECONDS_TO_END_IN_ORDER, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SoakPlan plan() {
        Duration duration = Duration.ofMillis(Math.round(minutes * TimeUnit.MINUTES.toMillis(1)));
        require(duration.isPositive(), "--minutes must be positive, but is " + minutes);
        require(rounds == null || rounds > 0, "--rounds must be at least 1, but is " + rounds);
        require(intensity > 0 && intensity <= 1_000, "--intensity must be from 1 to 1000, but is " + intensity);
        require(patience > 0, "--patience must be at least 1, but is " + patience);
        List<LaneKind> lanes = Lanes.all().stream()
                .filter(lane -> only.isEmpty() || only.stream().anyMatch(lane.name()::contains))
                .toList();
        require(!lanes.isEmpty(), "--only is " + only + ", and there are " + Lanes.names());
        return new SoakPlan(
                lanes,
                duration,
                rounds == null ? SoakPlan.roundsFor(duration) : rounds,
                seed == null ? new SplittableRandom().nextLong() : seed,
                intensity,
                Duration.ofSeconds(patience),
                folder);
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(command.commandLine(), message);
        }
    }
}
