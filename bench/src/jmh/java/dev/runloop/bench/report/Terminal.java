package dev.runloop.bench.report;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a program prints.
 *
 * @param interactive whether a line may be overwritten
 * @param width columns
 */
public record Terminal(PrintStream out, boolean interactive, int width) {
    private static final int USUAL_WIDTH = 100;
    private static final int LEAST_WIDTH = 60;

    @SuppressWarnings("SystemConsoleNull") // null again on JDK 25, where jdk.console is java.base
    public static Terminal standardOutput() {
        var console = System.console();
        return new Terminal(utf8Output(), console != null && console.isTerminal(), widthFromEnvironment());
    }

    /** The JDK's own stream writes only ASCII where no locale is set, as in CI. */
    private static PrintStream utf8Output() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }

    private static int widthFromEnvironment() {
        var columns = System.getenv("COLUMNS");
        if (columns == null || !columns.matches("\\d{1,4}")) {
            return USUAL_WIDTH;
        }
        return Math.max(LEAST_WIDTH, Integer.parseInt(columns));
    }
}
