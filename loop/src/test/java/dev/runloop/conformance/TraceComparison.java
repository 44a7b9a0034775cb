package dev.runloop.conformance;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Compares the trace of a replay with the golden one, line by line. Numbers of the form {@code ~NNms} may differ by
 * ten, everything else must be equal.
 */
record TraceComparison(List<String> expected, List<String> actual) {
    private static final Pattern TIME = Pattern.compile("~(-?\\d+)ms");
    private static final long TOLERANCE = 10;
    private static final int WIDTH = 60;

    boolean matches() {
        return firstDifference() < 0;
    }

    /** The index of the first line that differs or that only one of the traces has; -1 if there is none. */
    int firstDifference() {
        int common = Math.min(expected.size(), actual.size());
        for (int i = 0; i < common; i++) {
            if (!linesMatch(expected.get(i), actual.get(i))) {
                return i;
            }
        }
        return expected.size() == actual.size() ? -1 : common;
    }

    private static boolean linesMatch(String expected, String actual) {
        return expected.equals(actual)
                || (withoutTimes(expected).equals(withoutTimes(actual)) && timesMatch(expected, actual));
    }

    private static String withoutTimes(String line) {
        return TIME.matcher(line).replaceAll("~ms");
    }

    private static boolean timesMatch(String expected, String actual) {
        List<Long> one = times(expected);
        List<Long> other = times(actual);
        for (int i = 0; i < one.size(); i++) {
            if (Math.abs(one.get(i) - other.get(i)) > TOLERANCE) {
                return false;
            }
        }
        return one.size() == other.size();
    }

    private static List<Long> times(String line) {
        return TIME.matcher(line)
                .results()
                .map(found -> Long.parseLong(found.group(1)))
                .toList();
    }

    /** Both traces side by side, the first line that differs marked. */
    String report() {
        int marked = firstDifference();
        var report = new StringBuilder(row("  ", "expected", "actual"));
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            report.append(row(i == marked ? "> " : "  ", line(expected, i), line(actual, i)));
        }
        return report.toString();
    }

    private static String line(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "";
    }

    private static String row(String mark, String left, String right) {
        return (mark + left + " ".repeat(Math.max(0, WIDTH - left.length())) + " | " + right).stripTrailing() + "\n";
    }
}
