package dev.runloop.diagnostics;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMetrics;
import java.time.Duration;

/**
 * The state of a loop in numbers and strings that JMX can transport; see {@link RunLoopMetrics} for details.
 *
 * @param thread the name of its thread
 * @param threadId the id of its thread
 * @param virtual whether that is a virtual thread
 * @param state what the loop is doing
 * @param passes the number of passes
 * @param sleeps the number of sleeps
 * @param usefulWakeUps the number of sleeps after which there was something to call
 * @param sources the number of performs of sources
 * @param timers the number of fired timers
 * @param blocks the number of blocks run
 * @param observations the number of calls to observers
 * @param tasks the number of tasks run by its executors
 * @param busyMillis the time in runs, without sleep
 * @param asleepMillis the time asleep
 * @param queued the number of tasks, blocks and changes waiting now
 * @param mostQueued the maximum number of tasks or blocks seen waiting
 * @param medianTimerLatenessMicros the median lateness of timers
 * @param p99TimerLatenessMicros the 99th percentile of the lateness of timers
 * @param greatestTimerLatenessMicros the maximum lateness of a timer
 * @param longestCalloutMicros the duration of the longest call of user code
 * @param longestCallee the class of that code
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

    /** Checks for null. */
    public RunLoopStatus {
        requireNonNull(thread, "thread");
        requireNonNull(state, "state");
        requireNonNull(longestCallee, "longestCallee");
    }

    /**
     * {@return the current state of a loop}
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
