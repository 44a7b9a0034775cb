package dev.runloop.diagnostics.micrometer;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMetrics;
import dev.runloop.internal.Failures;
import dev.runloop.internal.access.LoopAccess;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Binds the metrics of a loop to a registry of Micrometer: counters {@code runloop.passes}, {@code runloop.sleeps}, {@code
 * runloop.wakeups} (by {@code useful}), {@code runloop.callouts} (by {@code kind}), {@code runloop.busy} and {@code
 * runloop.asleep} in seconds; gauges {@code runloop.queued}, {@code runloop.queued.max}, {@code
 * runloop.timer.lateness} (by {@code statistic}) and {@code runloop.callout.max}. All have the name of the loop's
 * thread as the tag {@code loop}, and the id of the thread as {@code thread.id}, which distinguishes loops of one name.
 *
 * <p>The meters are removed when the loop ends or this is closed. The registry holds the loop weakly. Thread-safe, as registries
 * are; reading a value neither stops nor delays the loop.
 *
 * <p>Needs {@code io.micrometer:micrometer-core}, which the application provides.
 */
@SuppressWarnings("exports") // Micrometer is a dependency of every user of this
public final class RunLoopMeters implements MeterBinder, AutoCloseable {
    private final RunLoop loop;
    private final Tags tags;
    private final Runnable atEnd = this::close;
    private final Map<MeterRegistry, Set<Meter>> bound = new HashMap<>(); // under the lock of this, as is the next
    private boolean closed;

    /**
     * The meters of a loop.
     *
     * @param loop the loop
     */
    public RunLoopMeters(RunLoop loop) {
        this(loop, Tags.empty());
    }

    /**
     * The meters of a loop, with further tags.
     *
     * @param loop the loop
     * @param tags further tags of all meters
     */
    public RunLoopMeters(RunLoop loop, Iterable<Tag> tags) {
        this.loop = requireNonNull(loop, "loop");
        this.tags = Tags.of(requireNonNull(tags, "tags"))
                .and("loop", loop.thread().getName())
                .and("thread.id", Long.toString(loop.thread().threadId()));
    }

    /** Adds the meters to a registry; does nothing if the loop has ended or this is closed. */
    @Override
    public void bindTo(MeterRegistry registry) {
        requireNonNull(registry, "registry");
        synchronized (this) {
            if (closed) {
                return;
            }
            register(registry);
        }
        if (!LoopAccess.onEnd(loop, atEnd)) {
            close();
        }
    }

    /** Removes the meters from all registries. Idempotent. */
    @Override
    public void close() {
        Map<MeterRegistry, Set<Meter>> removed;
        synchronized (this) {
            closed = true;
            removed = Map.copyOf(bound);
            bound.clear();
        }
        LoopAccess.cancelOnEnd(loop, atEnd);
        removed.forEach((registry, meters) -> Failures.attempt(null, () -> meters.forEach(registry::remove)));
    }

    private void add(MeterRegistry registry, Meter meter) {
        bound.computeIfAbsent(registry, key -> new HashSet<>()).add(meter);
    }

    private void register(MeterRegistry registry) {
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
        add(
                registry,
                FunctionCounter.builder("runloop." + name, loop, watched -> value.applyAsDouble(watched.metrics()))
                        .description(description)
                        .tags(tags.and(more))
                        .register(registry));
    }

    private void seconds(
            MeterRegistry registry, String name, String description, ToLongFunction<RunLoopMetrics> nanos) {
        add(
                registry,
                FunctionCounter.builder("runloop." + name, loop, watched -> nanos.applyAsLong(watched.metrics()) / 1e9)
                        .description(description)
                        .baseUnit("seconds")
                        .tags(tags)
                        .register(registry));
    }

    private void gauge(
            MeterRegistry registry, String name, String description, ToDoubleFunction<RunLoopMetrics> value) {
        add(
                registry,
                Gauge.builder("runloop." + name, loop, watched -> value.applyAsDouble(watched.metrics()))
                        .description(description)
                        .tags(tags)
                        .register(registry));
    }

    private void lateness(MeterRegistry registry, String statistic, ToLongFunction<RunLoopMetrics> nanos) {
        time(registry, "timer.lateness", "how late timers fire", Tags.of("statistic", statistic), nanos);
    }

    private void time(
            MeterRegistry registry, String name, String description, Tags more, ToLongFunction<RunLoopMetrics> nanos) {
        add(
                registry,
                TimeGauge.builder(
                                "runloop." + name,
                                loop,
                                TimeUnit.NANOSECONDS,
                                watched -> nanos.applyAsLong(watched.metrics()))
                        .description(description)
                        .tags(tags.and(more))
                        .register(registry));
    }
}
