package dev.runloop;

import dev.runloop.internal.trace.Insight;
import dev.runloop.internal.trace.Instruments;
import dev.runloop.internal.trace.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the diagnostics may see of a loop. */
record LoopInsight(RunLoop loop) implements Insight {
    @Override
    public Instruments instruments() {
        return loop.instruments();
    }

    @Override
    public boolean isInRun() {
        return loop.currentRun() != null;
    }

    @Override
    public boolean isAsleep() {
        return loop.gate().isAsleep();
    }

    @Override
    public long progress() {
        Instruments counted = loop.instruments();
        long progress = counted.passes()
                + counted.sources()
                + counted.timers()
                + counted.blocks()
                + counted.observations()
                + loop.gate().sleeps();
        for (Workload workload : counted.workloads()) {
            progress += workload.begun();
        }
        return progress;
    }

    @Override
    public int queued() {
        int queued = loop.contents().blockCount() + loop.contents().inbox().size();
        for (Workload workload : loop.instruments().workloads()) {
            queued += workload.waiting();
        }
        return queued;
    }

    @Override
    public int blocks() {
        return loop.contents().blockCount();
    }

    @Override
    public boolean hasNews() {
        return !loop.contents().inbox().isEmpty();
    }

    @Override
    public @Nullable Thread carried() {
        for (Workload workload : loop.instruments().workloads()) {
            Thread carried = workload.carried();
            if (carried != null) {
                return carried;
            }
        }
        return null;
    }

    @Override
    public List<Thread> heldUp() {
        for (Workload workload : loop.instruments().workloads()) {
            List<Thread> heldUp = workload.heldUp();
            if (!heldUp.isEmpty()) {
                return heldUp;
            }
        }
        return List.of();
    }
}
