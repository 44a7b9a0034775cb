package dev.runloop;

import dev.runloop.internal.trace.LatenessRecord;
import dev.runloop.internal.trace.LoopCounters;
import dev.runloop.internal.trace.UserCodeWrapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assembles the description and the metrics of a loop, on any thread and without its help. */
final class LoopDescriber {
    private LoopDescriber() {}

    static RunLoopDescription describe(RunLoop loop) {
        return new RunLoopDescription(
                loop.thread().getName(),
                state(loop),
                runs(loop),
                loop.commonModes(),
                loop.commonItems().stream().map(LoopDescriber::item).toList(),
                loop.contents().tables().stream()
                        .map(LoopDescriber::mode)
                        .filter(mode -> !mode.items().isEmpty() || mode.mode().equals(RunLoopMode.DEFAULT))
                        .toList(),
                loop.contents().blockCount(),
                loop.contents().inbox().size(),
                loop.metrics());
    }

    static String state(RunLoop loop) {
        Run run = loop.currentRun();
        if (run == null) {
            return loop.hasEnded() ? "ended" : "not running";
        }
        return (loop.isWaiting() ? "waiting in " : "running in ") + run.mode();
    }

    /** The modes of the runs in progress, the outermost first. */
    private static List<RunLoopMode> runs(RunLoop loop) {
        List<RunLoopMode> modes = new ArrayList<>();
        for (Run run = loop.currentRun(); run != null; run = run.outer()) {
            modes.addFirst(run.mode());
        }
        return modes;
    }

    private static RunLoopDescription.Mode mode(ModeTable table) {
        var memberships = new LinkedHashSet<>(table.all()); // one that was moving may appear twice
        return new RunLoopDescription.Mode(
                table.mode,
                memberships.stream()
                        .filter(membership -> !membership.hasEnded())
                        .map(membership -> item(membership.item))
                        .toList());
    }

    private static RunLoopDescription.Item item(RunLoopItem item) {
        return switch (item) {
            case Source0 source -> source(0, source, callout(source.callbacks()));
            case ChannelSource source -> source(1, source, callout(source.callbacks()) + " on " + channel(source));
            case Source1 source -> source(1, source, callout(source.callbacks()));
            case RunLoopObserver observer ->
                new RunLoopDescription.Observer(
                        observer.order(), observer.activities(), observer.repeats(), callout(observer.callee()));
            case RunLoopTimer timer ->
                new RunLoopDescription.Timer(
                        timer.order(),
                        timer.isFiring(),
                        timer.interval(),
                        timer.tolerance(),
                        Duration.ofNanos(timer.schedule().date() - timer.clock().nanoTime()),
                        callout(timer.callee()));
        };
    }

    private static RunLoopDescription.Source source(int kind, RunLoopSource source, String callout) {
        return new RunLoopDescription.Source(kind, source.order(), source.isSignalled(), callout);
    }

    /** The text of a channel, or its class if that fails. */
    private static String channel(ChannelSource source) {
        try {
            return source.channel().toString();
        } catch (Throwable e) {
            return source.channel().getClass().getName();
        }
    }

    private static String callout(Object callbacks) {
        return UserCodeWrapper.nameOf(UserCodeWrapper.classOf(callbacks));
    }

    /** What the loop has counted and measured. */
    static RunLoopMetrics metrics(RunLoop loop) {
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
