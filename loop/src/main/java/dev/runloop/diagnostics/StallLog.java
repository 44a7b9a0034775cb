package dev.runloop.diagnostics;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Logs stalls, where nobody has asked for anything else. */
final class StallLog {
    private static final Logger LOGGER = System.getLogger("dev.runloop.diagnostics");

    private StallLog() {}

    static void log(StallReport report) {
        LOGGER.log(report.phase() == StallReport.Phase.ENDED ? Level.INFO : Level.WARNING, report::toString);
    }

    static void wrote(Path file) {
        LOGGER.log(Level.INFO, () -> "the timeline of a stall is in " + file.toAbsolutePath());
    }

    static void failed(Consumer<? super StallReport> handler, Throwable exception) {
        LOGGER.log(Level.ERROR, "the handler of stall reports has thrown: " + handler, exception);
    }
}
