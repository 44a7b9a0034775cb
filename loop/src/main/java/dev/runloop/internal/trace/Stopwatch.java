package dev.runloop.internal.trace;

/**
 * The sum of many spans of time in one {@code long}, so that others who read it while it is written see a true sum, the
 * span in progress included. While it stands the value is twice the sum; while it runs twice the difference of the sum and
 * the moment of its start, plus one. Sums wrap around after 146 years.
 */
public final class Stopwatch {
    private Stopwatch() {}

    /** The value of a watch after it was started; of one that runs already, itself. */
    public static long started(long watch, long now) {
        return isRunning(watch) ? watch : ((watch >> 1) - now) << 1 | 1;
    }

    /** The value of a watch after it was stopped; of one that stands already, itself. */
    public static long stopped(long watch, long now) {
        return isRunning(watch) ? read(watch, now) << 1 : watch;
    }

    /** The nanoseconds that a watch shows now. */
    public static long read(long watch, long now) {
        long sum = watch >> 1;
        return isRunning(watch) ? (sum + now) << 1 >> 1 : sum;
    }

    private static boolean isRunning(long watch) {
        return (watch & 1) != 0;
    }
}
