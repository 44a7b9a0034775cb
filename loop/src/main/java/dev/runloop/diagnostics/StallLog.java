package dev.runloop.diagnostics;

import dev.runloop.internal.Failures;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The default handler, which logs stalls. Throws nothing, whatever the logger throws. */
final class StallLog {
    private static final String NAME = "dev.runloop.diagnostics";

    private StallLog() {}

    static void log(StallReport report) {
        log(report.phase() == StallReport.Phase.ENDED ? Level.INFO : Level.WARNING, report::toString);
    }

    static void wrote(Path file) {
        log(Level.INFO, () -> "the timeline of a stall is in " + file.toAbsolutePath());
    }

    static void dropped(int count) {
        log(Level.WARNING, () -> "the handler of stall reports is too slow: " + count + " were dropped");
    }

    static void failed(String what, Throwable exception) {
        Failures.log(what, exception);
    }

    /** Whether anything would be logged. Slow the first time, as it looks for a logger provider. */
    static boolean isOn() {
        return System.getLogger(NAME).isLoggable(Level.WARNING);
    }

    private static void log(Level level, Supplier<String> text) {
        try {
            Logger logger = System.getLogger(NAME);
            logger.log(level, text);
        } catch (Throwable e) {
            failed("a stall could not be logged", e);
        }
    }
}
