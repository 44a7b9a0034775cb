package dev.runloop.bench.gauge;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;
import org.jspecify.annotations.Nullable;

/**
 * A timer of 10 ms on a loop, and how late it fires. Dates that come while the loop is late count as well; otherwise one long
 * delay would count once. {@link #start} and {@link #stop} belong to one thread.
 */
public final class LateTimer {
    private static final Duration PERIOD = Duration.ofMillis(10);

    private final Histogram late = new SynchronizedHistogram(3);
    private @Nullable RunLoopTimer timer;
    private long due; // of the loop's thread

    public void start(RunLoop loop) {
        due = System.nanoTime() + PERIOD.toNanos();
        timer = RunLoopTimer.repeating(PERIOD, _ -> fire());
        loop.add(timer, RunLoopMode.DEFAULT);
    }

    private void fire() {
        for (long now = System.nanoTime(); now - due >= 0; due += PERIOD.toNanos()) {
            late.recordValue(now - due);
        }
    }

    public void stop() {
        if (timer != null) {
            timer.invalidate();
        }
    }

    public double millisAt(double percentile) {
        return late.getValueAtPercentile(percentile) / 1e6;
    }

    @Override
    public String toString() {
        return "timer of 10 ms late by: p50 %.2f, p99 %.2f, max %.2f ms (%,d dates)"
                .formatted(millisAt(50), millisAt(99), millisAt(100), late.getTotalCount());
    }
}
