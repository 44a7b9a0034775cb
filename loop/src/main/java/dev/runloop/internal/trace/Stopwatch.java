package dev.runloop.internal.trace;

/**
 * A stopwatch in one {@code long}, so that other threads read a consistent total, including the running interval. While it is
 * stopped the value is twice the total. While it runs, it is twice the difference of the total and the start, plus one.
 * Totals wrap around after 146 years.
 */
public final class Stopwatch {
    private Stopwatch() {}

    /** The value after a start; unchanged if it is running. */
    public static long started(long watch, long now) {
        return isRunning(watch) ? watch : ((watch >> 1) - now) << 1 | 1;
    }

    /** The value after a stop; unchanged if it is stopped. */
    public static long stopped(long watch, long now) {
        return isRunning(watch) ? read(watch, now) << 1 : watch;
    }

    /** The total in nanoseconds at {@code now}. */
    public static long read(long watch, long now) {
        long sum = watch >> 1;
        return isRunning(watch) ? (sum + now) << 1 >> 1 : sum;
    }

    private static boolean isRunning(long watch) {
        return (watch & 1) != 0;
    }
}
