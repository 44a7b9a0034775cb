package dev.runloop.bench.report;

import java.util.Locale;
import java.util.regex.Pattern;

/** Formats figures with three digits and, where it helps, k or M. */
public final class Figure {
    private static final double MILLION = 1e6;
    private static final double THOUSAND = 1e3;

    private static final Pattern TRAILING_ZEROS = Pattern.compile("\\.0+(?= |$)");

    private Figure() {}

    public static String of(double value) {
        if (value >= MILLION) {
            return threeDigits(value / MILLION) + " M";
        }
        return value >= 10 * THOUSAND ? threeDigits(value / THOUSAND) + " k" : threeDigits(value);
    }

    public static String times(double ratio) {
        return threeDigits(ratio) + " ×";
    }

    /** For round values, such as those of an axis: without trailing zeros. */
    static String round(double value) {
        return TRAILING_ZEROS.matcher(of(value)).replaceFirst("");
    }

    private static String threeDigits(double value) {
        var pattern = value >= 99.95 ? "%,.0f" : value >= 9.995 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, pattern, value);
    }
}
