package dev.runloop;

import dev.runloop.internal.trace.LatenessRecord;
import dev.runloop.internal.trace.LoopCounters;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Assembles what a loop has counted and measured, on any thread and without its help. */
final class LoopMetrics {
    private LoopMetrics() {}

    static RunLoopMetrics of(RunLoop loop) {
        LoopCounters counted = loop.counters();
        long sleeps = loop.gate().sleeps();
        long now = System.nanoTime();
        long asleep = counted.sleepNanos(now);
        return new RunLoopMetrics(
                counted.passes(),
                sleeps,
                Math.min(sleeps, counted.usefulWakeUps()),
                counted.sources(),
                counted.timers(),
                counted.blocks(),
                counted.observations(),
                counted.tasks(),
                Duration.ofNanos(Math.max(0, counted.runNanos(now) - asleep)),
                Duration.ofNanos(asleep),
                new EngineProbe(loop).queued(),
                counted.maxQueued(),
                lateness(counted.lateness()),
                Duration.ofNanos(counted.longestCalloutNanos()),
                counted.longestCallee());
    }

    private static RunLoopMetrics.Lateness lateness(@Nullable LatenessRecord record) {
        if (record == null) {
            return RunLoopMetrics.Lateness.NONE;
        }
        return new RunLoopMetrics.Lateness(
                Duration.ofNanos(record.sum()),
                Duration.ofNanos(record.percentile(0.5)),
                Duration.ofNanos(record.percentile(0.99)),
                Duration.ofNanos(record.greatest()));
    }
}
