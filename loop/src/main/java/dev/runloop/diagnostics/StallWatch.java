package dev.runloop.diagnostics;

import dev.runloop.RunLoop;
import dev.runloop.diagnostics.StallLookout.Gap;
import dev.runloop.diagnostics.StallReport.Phase;
import dev.runloop.internal.trace.LoopProbe;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a monitor knows of one loop that is awake: since when it has not gone on to something else, by the monitor's own
 * count of time. Belongs to the monitor's thread.
 */
final class StallWatch {
    private static final Gap NONE = new Gap(0, 0);

    /** What is seen of a stall when it is reported. */
    private record Sight(CalloutStack callout, List<StackTraceElement> stack, String waitsFor) {}

    private final RunLoop loop;
    private final LoopProbe probe;
    private final long limit;
    private final @Nullable OriginTracer origins;
    private long progress;
    private long lasting; // nanoseconds, to half of the time between two looks
    private long counted; // so much of it at least, without pauses of the whole machine
    private long nextReportAt; // of what has lasted, once there has been a report
    private int queuedAtFirst;
    private @Nullable Sight reported; // null unless a stall is under way that has been reported

    /**
     * A loop has been seen awake.
     *
     * @param gap since the last look at what is awake
     * @param unseen since the last look at this loop, at most
     */
    StallWatch(RunLoop loop, LoopProbe probe, long limit, @Nullable OriginTracer origins, Gap gap, Gap unseen) {
        this.loop = loop;
        this.probe = probe;
        this.limit = limit;
        this.origins = origins;
        begin(probe.progress(), gap, unseen);
    }

    /** Loads what a report needs. */
    static void warmUp() {
        var _ = new Sight(new CalloutStack("", ""), List.of(), "");
        StallReport.warmUp();
    }

    RunLoop loop() {
        return loop;
    }

    /** The loop has gone on to something else. It has done so between two looks, and may know when. */
    private void begin(long progress, Gap gap, Gap unseen) {
        this.progress = progress;
        long known = System.nanoTime() - probe.counters().stamp();
        boolean isKnown = known >= 0 && known <= unseen.lasted();
        lasting = isKnown ? known : gap.lasted() / 2;
        counted = isKnown ? Math.min(known, unseen.counted()) : 0;
        queuedAtFirst = probe.queued();
        reported = null;
    }

    /** Some time has passed, and the loop is awake; answers what is to be reported, or null. */
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
        Sight seen = see();
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

    /** What is running; null if it has ended, or if what takes its time is not the loop's user. */
    private @Nullable Sight see() {
        Thread carried = probe.carried();
        Thread thread = carried != null ? carried : loop.thread();
        if (ThreadDetails.isSuspended(loop.thread())) {
            return null;
        }
        List<StackTraceElement> stack = List.of(thread.getStackTrace());
        CalloutStack callout = CalloutStack.read(stack, carried != null);
        String waitsFor = ThreadDetails.waitsFor(thread, probe.heldUp());
        boolean hasGoneOn = probe.progress() != progress || probe.isAsleep();
        return callout == null || hasGoneOn ? null : new Sight(callout, stack, waitsFor);
    }

    /** The loop has gone on since the last look, so long ago: the last report, if there has been one. */
    @Nullable
    StallReport end(Gap gap) {
        if (reported == null) {
            return null;
        }
        lasting += gap.lasted() / 2;
        return report(Phase.ENDED, reported);
    }

    private StallReport report(Phase phase, Sight seen) {
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
