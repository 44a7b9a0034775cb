package dev.runloop;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a loop has done since it was made: a snapshot, taken from any thread. It is counted at all times, for it costs next
 * to nothing, unless the JVM was started with {@code -Ddev.runloop.metrics=false}. Times are those of the machine, not of the
 * loop's {@link RunLoopClock}, but for the lateness.
 *
 * @param passes how many passes it has made
 * @param sleeps how often it has slept, and so how often it has woken up
 * @param usefulWakeUps after how many sleeps there was a source, a timer or a block to call before the next one
 * @param sources how many sources it has performed, of either kind
 * @param timers how many timers it has fired
 * @param blocks how many blocks it has run
 * @param observations how many calls observers have had
 * @param tasks how many tasks its executors have run, each run of a periodic one counting; what is being run together is
 *     added when it is done, half a millisecond later at most unless a task takes longer
 * @param busy how long it was run without being asleep; runs that only poll, with a limit of zero, are left out
 * @param asleep how long it has slept
 * @param queued how many tasks, blocks and changes by other threads wait now
 * @param mostQueued how many tasks of one executor, or blocks, the loop has found waiting at most
 * @param lateness how late timers have fired
 * @param longestCallout for how long user code has kept the loop at most; what a nested run has slept is left out, and
 *     tasks that an executor runs together are one
 * @param longestCallee the class of what was called then; empty if nothing was called yet
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
     * How much later than they were due timers have fired, by the clock of the loop. Percentiles are true to a quarter.
     *
     * @param total the sum
     * @param median what half of them did not exceed
     * @param p99 what 99 in 100 did not exceed
     * @param greatest the greatest
     */
    public record Lateness(Duration total, Duration median, Duration p99, Duration greatest) {
        /** That of a loop without timers. */
        public static final Lateness NONE = new Lateness(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

        /** Checks that nothing is null. */
        public Lateness {
            requireNonNull(total, "total");
            requireNonNull(median, "median");
            requireNonNull(p99, "p99");
            requireNonNull(greatest, "greatest");
        }
    }

    /** {@return how often it has woken up and found nothing to call} A wake-up that is for none of its mode is one. */
    public long uselessWakeUps() {
        return sleeps - usefulWakeUps;
    }
}
