package dev.runloop.bench.suite;

import dev.runloop.bench.report.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Redraws tables, charts and the page. */
@Command(
        name = "draw",
        mixinStandardHelpOptions = true,
        description = "Makes tables, charts and the page of figures that were measured before.")
public final class Draw implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "What 'full' has left.")
    private Path folder = Path.of("target", "full");

    @Override
    public Integer call() throws IOException {
        new Drawing(folder, Terminal.standardOutput().out()).draw();
        return CommandLine.ExitCode.OK;
    }
}
