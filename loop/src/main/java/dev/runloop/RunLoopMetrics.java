package dev.runloop;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a loop has done since it was created: a snapshot, taken from any thread. It is always counted, because that
 * costs next to nothing, unless the JVM was started with {@code -Ddev.runloop.metrics=false}. Times are those of the
 * machine, not of the loop's {@link RunLoopClock}, except for the lateness.
 *
 * @param passes how many passes it has made
 * @param sleeps how often it has slept, and so how often it has woken up
 * @param usefulWakeUps how many sleeps were followed by a source, timer or block to call before the next one
 * @param sources how many sources of either kind it has performed
 * @param timers how many timers it has fired
 * @param blocks how many blocks it has run
 * @param observations how many calls to observers it has made
 * @param tasks how many tasks its executors have run, counting each run of a periodic one; tasks that are run together
 *     are added when they are done, at most half a millisecond later unless one of them takes longer
 * @param busy how long it was run without being asleep; runs that only poll, with a limit of zero, are not included
 * @param asleep how long it has slept
 * @param queued how many tasks, blocks and changes by other threads are waiting now
 * @param mostQueued the most tasks of one executor, or blocks, that the loop has found waiting
 * @param lateness how late timers have fired
 * @param longestCallout the longest time that user code has held the loop, not including sleeps in nested runs; tasks
 *     that an executor runs together count as one
 * @param longestCallee the class of what was called then; empty if nothing has been called yet
 */
public record RunLoopMetrics(
        long passes,
        long sleeps,
        long usefulWakeUps,
        long sources,
        long timers,
        long blocks,
        long observations,
        long tasks,
        Duration busy,
        Duration asleep,
        int queued,
        int mostQueued,
        Lateness lateness,
        Duration longestCallout,
        String longestCallee) {

    /** Checks that nothing is null. */
    public RunLoopMetrics {
        requireNonNull(busy, "busy");
        requireNonNull(asleep, "asleep");
        requireNonNull(lateness, "lateness");
        requireNonNull(longestCallout, "longestCallout");
        requireNonNull(longestCallee, "longestCallee");
    }

    /**
     * How late timers have fired, by the clock of the loop. Percentiles are accurate to a quarter.
     *
     * @param total the sum
     * @param median half of them did not exceed this
     * @param p99 99 in 100 did not exceed this
     * @param greatest the greatest
     */
    public record Lateness(Duration total, Duration median, Duration p99, Duration greatest) {
        /** The lateness of a loop that has fired no timers. */
        public static final Lateness NONE = new Lateness(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

        /** Checks that nothing is null. */
        public Lateness {
            requireNonNull(total, "total");
            requireNonNull(median, "median");
            requireNonNull(p99, "p99");
            requireNonNull(greatest, "greatest");
        }
    }

    /**
     * {@return how often it has woken up and found nothing to call} This includes wake-ups for something in a mode that
     * does not run.
     */
    public long uselessWakeUps() {
        return sleeps - usefulWakeUps;
    }
}
