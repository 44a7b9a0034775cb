package dev.runloop.bench;

import dev.runloop.bench.comparison.Comparison;
import dev.runloop.bench.suite.Compare;
import dev.runloop.bench.suite.Draw;
import dev.runloop.bench.suite.Full;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: measures quickly or fully, draws charts, and compares with earlier results. */
@Command(
        name = "benchmarks",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(quick | full | draw | compare)",
        subcommands = {Comparison.class, Full.class, Draw.class, Compare.class},
        description = "Measures Runloop beside other single-threaded executors.")
public final class Benchmarks implements Runnable {
    public Benchmarks() {}

    /** Exits with 0, with 1 if something could not be measured, or with 2 for invalid arguments. */
    public static void main(String... arguments) {
        System.setProperty("java.awt.headless", "true");
        System.exit(new CommandLine(new Benchmarks()).execute(arguments));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
