package dev.runloop.diagnostics;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMetrics;
import java.time.Duration;

/**
 * How a loop is, in numbers and texts as JMX can carry them; {@link RunLoopMetrics} says more about each.
 *
 * @param thread the name of its thread
 * @param threadId the id of its thread
 * @param virtual whether that is a virtual thread
 * @param state what the loop is doing
 * @param passes how many passes it has made
 * @param sleeps how often it has slept
 * @param usefulWakeUps after how many sleeps there was something to call before the next one
 * @param sources how many sources it has performed
 * @param timers how many timers it has fired
 * @param blocks how many blocks it has run
 * @param observations how many calls observers have had
 * @param tasks how many tasks its executors have run
 * @param busyMillis how long it was run without being asleep
 * @param asleepMillis how long it has slept
 * @param queued how many tasks, blocks and changes wait now
 * @param mostQueued how many tasks or blocks were found waiting at most
 * @param medianTimerLatenessMicros what half of the timers were not later than
 * @param p99TimerLatenessMicros what 99 in 100 timers were not later than
 * @param greatestTimerLatenessMicros how late a timer was at most
 * @param longestCalloutMicros for how long user code has kept the loop at most
 * @param longestCallee the class of what was called then
 */
public record RunLoopStatus(
        String thread,
        long threadId,
        boolean virtual,
        String state,
        long passes,
        long sleeps,
        long usefulWakeUps,
        long sources,
        long timers,
        long blocks,
        long observations,
        long tasks,
        long busyMillis,
        long asleepMillis,
        int queued,
        int mostQueued,
        long medianTimerLatenessMicros,
        long p99TimerLatenessMicros,
        long greatestTimerLatenessMicros,
        long longestCalloutMicros,
        String longestCallee) {

    /** Checks that nothing is null. */
    public RunLoopStatus {
        requireNonNull(thread, "thread");
        requireNonNull(state, "state");
        requireNonNull(longestCallee, "longestCallee");
    }

    /**
     * {@return how a loop is at this moment}
     *
     * @param loop the loop
     */
    public static RunLoopStatus of(RunLoop loop) {
        RunLoopMetrics metrics = loop.metrics();
        return new RunLoopStatus(
                loop.thread().getName(),
                loop.thread().threadId(),
                loop.thread().isVirtual(),
                state(loop),
                metrics.passes(),
                metrics.sleeps(),
                metrics.usefulWakeUps(),
                metrics.sources(),
                metrics.timers(),
                metrics.blocks(),
                metrics.observations(),
                metrics.tasks(),
                metrics.busy().toMillis(),
                metrics.asleep().toMillis(),
                metrics.queued(),
                metrics.mostQueued(),
                micros(metrics.lateness().median()),
                micros(metrics.lateness().p99()),
                micros(metrics.lateness().greatest()),
                micros(metrics.longestCallout()),
                metrics.longestCallee());
    }

    private static String state(RunLoop loop) {
        return loop.currentMode()
                .map(mode -> (loop.isWaiting() ? "waiting in " : "running in ") + mode)
                .orElse(loop.hasEnded() ? "ended" : "not running");
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
