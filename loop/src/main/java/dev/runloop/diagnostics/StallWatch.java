package dev.runloop.diagnostics;

import dev.runloop.RunLoop;
import dev.runloop.diagnostics.StallReport.Phase;
import dev.runloop.diagnostics.StallScanner.Gap;
import dev.runloop.internal.trace.LoopProbe;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tracks one loop that is awake: how long it has been doing the same thing, by the monitor's own count of time. For the
 * monitor's thread.
 */
final class StallWatch {
    private static final Gap NONE = new Gap(0, 0);

    /** A sample of a stalled loop. */
    private record Sample(CalloutStack callout, List<StackTraceElement> stack, String waitsFor) {}

    private final RunLoop loop;
    private final LoopProbe probe;
    private final long limit;
    private final @Nullable OriginTracer origins;
    private long progress;
    private long lasting; // nanoseconds, accurate to half the time between two looks
    private long counted; // a lower bound of that, without pauses of the whole machine
    private long nextReportAt; // in terms of lasting, once there has been a report
    private int queuedAtFirst;
    private @Nullable Sample reported; // null unless a reported stall is in progress

    /**
     * Begins to track a loop that was seen awake.
     *
     * @param gap since the last look at the awake loops
     * @param unseen an upper bound of the time since the last look at this loop
     */
    StallWatch(RunLoop loop, LoopProbe probe, long limit, @Nullable OriginTracer origins, Gap gap, Gap unseen) {
        this.loop = loop;
        this.probe = probe;
        this.limit = limit;
        this.origins = origins;
        begin(probe.progress(), gap, unseen);
    }

    /** Loads the classes that a report needs. */
    static void warmUp() {
        var _ = new Sample(new CalloutStack("", ""), List.of(), "");
        StallReport.warmUp();
    }

    RunLoop loop() {
        return loop;
    }

    /** The loop has begun something else between two looks, and may know when. */
    private void begin(long progress, Gap gap, Gap unseen) {
        this.progress = progress;
        long known = System.nanoTime() - probe.counters().stamp();
        boolean isKnown = known >= 0 && known <= unseen.lasted();
        lasting = isKnown ? known : gap.lasted() / 2;
        counted = isKnown ? Math.min(known, unseen.counted()) : 0;
        queuedAtFirst = probe.queued();
        reported = null;
    }

    /** Looks at the loop, which is awake. Returns a report if one is due, else null. */
    @Nullable
    StallReport look(Gap gap) {
        long now = probe.progress();
        if (now != progress) {
            StallReport end = end(gap);
            begin(now, gap, gap);
            return end;
        }
        lasting += gap.lasted();
        counted += gap.counted();
        boolean isDue = reported == null ? counted >= limit : lasting >= nextReportAt;
        return isDue ? report(gap) : null;
    }

    private @Nullable StallReport report(Gap gap) {
        Sample seen = sample();
        if (seen == null) {
            StallReport end = end(NONE);
            begin(probe.progress(), gap, gap);
            return end;
        }
        Phase phase = reported == null ? Phase.BEGAN : Phase.LASTS;
        reported = seen;
        nextReportAt = 2 * lasting;
        return report(phase, seen);
    }

    /** Samples what is running; null if it has ended, or if it is not user code. */
    private @Nullable Sample sample() {
        Thread carried = probe.carriedThread();
        Thread thread = carried != null ? carried : loop.thread();
        if (ThreadDetails.isSuspended(loop.thread())) {
            return null;
        }
        List<StackTraceElement> stack = List.of(thread.getStackTrace());
        CalloutStack callout = CalloutStack.read(stack, carried != null);
        String waitsFor = ThreadDetails.waitsFor(thread, probe.starvedThreads());
        boolean hasGoneOn = probe.progress() != progress || probe.isAsleep();
        return callout == null || hasGoneOn ? null : new Sample(callout, stack, waitsFor);
    }

    /** The loop has gone on since the last look. Returns the last report, if there has been one. */
    @Nullable
    StallReport end(Gap gap) {
        if (reported == null) {
            return null;
        }
        lasting += gap.lasted() / 2;
        return report(Phase.ENDED, reported);
    }

    private StallReport report(Phase phase, Sample seen) {
        int queued = probe.queued();
        return new StallReport(
                phase,
                loop,
                Duration.ofNanos(lasting),
                seen.callout.kind(),
                seen.callout.culprit(),
                seen.stack,
                seen.waitsFor,
                queued,
                queued - queuedAtFirst,
                phase == Phase.ENDED || origins == null ? List.of() : origins.ofInnermost());
    }
}
