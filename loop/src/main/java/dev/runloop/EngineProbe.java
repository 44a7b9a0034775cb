package dev.runloop;

import dev.runloop.internal.trace.LoopCounters;
import dev.runloop.internal.trace.LoopProbe;
import dev.runloop.internal.trace.WorkProbe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the diagnostics may see of a loop. */
record EngineProbe(RunLoop loop) implements LoopProbe {
    @Override
    public LoopCounters counters() {
        return loop.counters();
    }

    @Override
    public boolean isRunning() {
        return loop.currentRun() != null;
    }

    @Override
    public boolean isAsleep() {
        return loop.gate().isAsleep();
    }

    @Override
    public long progress() {
        LoopCounters counted = loop.counters();
        long progress = counted.passes()
                + counted.sources()
                + counted.timers()
                + counted.blocks()
                + counted.observations()
                + loop.gate().sleeps();
        for (WorkProbe probe : counted.probes()) {
            progress += probe.begun();
        }
        return progress;
    }

    @Override
    public int queued() {
        int queued = loop.contents().blockCount() + loop.contents().inbox().size();
        for (WorkProbe probe : loop.counters().probes()) {
            queued += probe.waiting();
        }
        return queued;
    }

    @Override
    public int waitingBlocks() {
        return loop.contents().blockCount();
    }

    @Override
    public boolean hasPendingChanges() {
        return !loop.contents().inbox().isEmpty();
    }

    @Override
    public @Nullable Thread carriedThread() {
        for (WorkProbe probe : loop.counters().probes()) {
            Thread carried = probe.carriedThread();
            if (carried != null) {
                return carried;
            }
        }
        return null;
    }

    @Override
    public List<Thread> starvedThreads() {
        for (WorkProbe probe : loop.counters().probes()) {
            List<Thread> heldUp = probe.starvedThreads();
            if (!heldUp.isEmpty()) {
                return heldUp;
            }
        }
        return List.of();
    }
}
