package dev.runloop.diagnostics.micrometer;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Binds the metrics of a loop to a registry of Micrometer: counters {@code runloop.passes}, {@code runloop.sleeps}, {@code
 * runloop.wakeups} (by {@code useful}), {@code runloop.callouts} (by {@code kind}), {@code runloop.busy} and {@code
 * runloop.asleep} in seconds; gauges {@code runloop.queued}, {@code runloop.queued.max}, {@code
 * runloop.timer.lateness} (by {@code statistic}) and {@code runloop.callout.max}. All have the name of the loop's
 * thread as the tag {@code loop}.
 *
 * <p>The registry keeps no loop from being collected. Thread-safe, as registries are; asking for a value neither stops nor
 * delays the loop.
 *
 * <p>Needs {@code io.micrometer:micrometer-core}, which comes with the application.
 */
@SuppressWarnings("exports") // who has this has Micrometer
public final class RunLoopMeters implements MeterBinder {
    private final RunLoop loop;
    private final Tags tags;

    /**
     * The meters of a loop.
     *
     * @param loop the loop
     */
    public RunLoopMeters(RunLoop loop) {
        this(loop, Tags.empty());
    }

    /**
     * The meters of a loop, with tags of yours, for instance where threads have the same names.
     *
     * @param loop the loop
     * @param tags further tags of all meters
     */
    public RunLoopMeters(RunLoop loop, Iterable<Tag> tags) {
        this.loop = requireNonNull(loop, "loop");
        this.tags =
                Tags.of(requireNonNull(tags, "tags")).and("loop", loop.thread().getName());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        requireNonNull(registry, "registry");
        counter(registry, "passes", "passes made", Tags.empty(), RunLoopMetrics::passes);
        counter(registry, "sleeps", "times slept", Tags.empty(), RunLoopMetrics::sleeps);
        counter(registry, "wakeups", "times woken up", Tags.of("useful", "true"), RunLoopMetrics::usefulWakeUps);
        counter(registry, "wakeups", "times woken up", Tags.of("useful", "false"), RunLoopMetrics::uselessWakeUps);
        callouts(registry, "source", RunLoopMetrics::sources);
        callouts(registry, "timer", RunLoopMetrics::timers);
        callouts(registry, "block", RunLoopMetrics::blocks);
        callouts(registry, "observer", RunLoopMetrics::observations);
        callouts(registry, "task", RunLoopMetrics::tasks);
        seconds(
                registry,
                "busy",
                "time run and not asleep",
                metrics -> metrics.busy().toNanos());
        seconds(registry, "asleep", "time asleep", metrics -> metrics.asleep().toNanos());
        gauge(registry, "queued", "what waits now", RunLoopMetrics::queued);
        gauge(registry, "queued.max", "what was found waiting at most", RunLoopMetrics::mostQueued);
        lateness(registry, "median", metrics -> metrics.lateness().median().toNanos());
        lateness(registry, "p99", metrics -> metrics.lateness().p99().toNanos());
        lateness(registry, "max", metrics -> metrics.lateness().greatest().toNanos());
        time(
                registry,
                "callout.max",
                "the longest call of user code",
                Tags.empty(),
                metrics -> metrics.longestCallout().toNanos());
    }

    private void callouts(MeterRegistry registry, String kind, ToDoubleFunction<RunLoopMetrics> value) {
        counter(registry, "callouts", "calls of user code", Tags.of("kind", kind), value);
    }

    private void counter(
            MeterRegistry registry,
            String name,
            String description,
            Tags more,
            ToDoubleFunction<RunLoopMetrics> value) {
        FunctionCounter.builder("runloop." + name, loop, watched -> value.applyAsDouble(watched.metrics()))
                .description(description)
                .tags(tags.and(more))
                .register(registry);
    }

    private void seconds(
            MeterRegistry registry, String name, String description, ToLongFunction<RunLoopMetrics> nanos) {
        FunctionCounter.builder("runloop." + name, loop, watched -> nanos.applyAsLong(watched.metrics()) / 1e9)
                .description(description)
                .baseUnit("seconds")
                .tags(tags)
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry, String name, String description, ToDoubleFunction<RunLoopMetrics> value) {
        Gauge.builder("runloop." + name, loop, watched -> value.applyAsDouble(watched.metrics()))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private void lateness(MeterRegistry registry, String statistic, ToLongFunction<RunLoopMetrics> nanos) {
        time(registry, "timer.lateness", "how late timers fire", Tags.of("statistic", statistic), nanos);
    }

    private void time(
            MeterRegistry registry, String name, String description, Tags more, ToLongFunction<RunLoopMetrics> nanos) {
        TimeGauge.builder(
                        "runloop." + name, loop, TimeUnit.NANOSECONDS, watched -> nanos.applyAsLong(watched.metrics()))
                .description(description)
                .tags(tags.and(more))
                .register(registry);
    }
}
