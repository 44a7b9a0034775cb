package dev.runloop.bench.report;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a program prints, and what that place can show.
 *
 * @param out the stream
 * @param interactive whether a person sees each character at once, so that a line may be overwritten
 * @param width how many columns there are
 */
public record Terminal(PrintStream out, boolean interactive, int width) {
    private static final int USUAL_WIDTH = 100;
    private static final int LEAST_WIDTH = 60;

    /** {@return the standard output, as UTF-8} */
    @SuppressWarnings("SystemConsoleNull") // null again on JDK 25, where jdk.console is java.base
    public static Terminal standardOutput() {
        var console = System.console();
        return new Terminal(utf8Output(), console != null && console.isTerminal(), widthFromEnvironment());
    }

    /** Bars need more than ASCII, which is all that the JDK's own stream writes where no locale is set, as in CI. */
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
