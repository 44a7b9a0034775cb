package dev.runloop.diagnostics;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.internal.access.LoopAccess;
import dev.runloop.internal.trace.Handoffs;
import dev.runloop.internal.trace.IdentityKey;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records what loops do: their runs, passes, sleeps, and each call of user code with its kind and class. The latest records can
 * be written at any time, as trace events for Perfetto and {@code chrome://tracing}, or as a page for any browser.
 *
 * <p>Each loop records for itself, into a ring that overwrites the oldest records; no thread waits for another. A recorded loop
 * reads the clock for each callout; up to eight brief tasks of an executor share one reading and one span. Records of a
 * loop that has ended are dropped some time later, as other loops begin.
 *
 * <pre>{@code
 * try (var timeline = Timeline.builder().start()) {
 *     runApplication();
 *     timeline.writePage(Path.of("timeline.html"));
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Timeline implements AutoCloseable {
    private static final int FEWEST_BETWEEN_SWEEPS = 16;

    private final int capacity;
    private final boolean recordsHandoffs;
    private final TimelineNames names = new TimelineNames();
    private final Map<IdentityKey, TimelineTrack> tracks = new ConcurrentHashMap<>(); // by loop, weakly
    private final Consumer<RunLoop> recording = this::record;
    private final long begin = System.nanoTime();
    private boolean closed; // under the lock of this
    private int sweepAt =
            FEWEST_BETWEEN_SWEEPS; // under the lock of this: the number of tracks at which ended ones are dropped

    private Timeline(Builder builder) {
        capacity = builder.capacity;
        recordsHandoffs = builder.recordsHandoffs;
    }

    /** {@return a builder} */
    public static Builder builder() {
        return new Builder();
    }

    /** Records the chosen loops, or all if null. */
    private void begin(@Nullable Collection<RunLoop> chosen) {
        if (recordsHandoffs) {
            Handoffs.startRecording();
        }
        if (chosen == null) {
            LoopAccess.addListener(recording);
        } else {
            chosen.forEach(recording);
        }
    }

    private synchronized void record(RunLoop loop) {
        if (closed) {
            return;
        }
        if (tracks.size() >= sweepAt) {
            tracks.values().removeIf(TimelineTrack::hasEnded);
            sweepAt = 2 * tracks.size() + FEWEST_BETWEEN_SWEEPS;
        }
        tracks.computeIfAbsent(new IdentityKey(loop), key -> {
            var track = new TimelineTrack(loop, names, capacity, recordsHandoffs);
            LoopAccess.probe(loop).counters().addTracer(track);
            return track;
        });
    }

    /** Stops recording, including spans in progress. What was recorded can still be written, and no longer changes. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        LoopAccess.removeListener(recording);
        tracks.values().forEach(TimelineTrack::close);
        if (recordsHandoffs) {
            Handoffs.stopRecording();
        }
    }

    private List<TimelineTrack> tracks() {
        return tracks.values().stream()
                .sorted(Comparator.comparingLong(TimelineTrack::threadId))
                .toList();
    }

    /** {@return the number of overwritten records of all loops} */
    public long dropped() {
        return tracks().stream().mapToLong(TimelineTrack::dropped).sum();
    }

    /** {@return the recorded spans, loop by loop, in the order of their ends} */
    public List<TimelineSpan> spans() {
        List<TimelineSpan> spans = new ArrayList<>();
        for (TimelineTrack track : tracks()) {
            String thread = track.threadName();
            track.forEach(entry -> {
                if (entry.kind() != TimelineKind.HANDOFF) {
                    spans.add(new TimelineSpan(
                            track.threadId(),
                            thread,
                            entry.kind().toString(),
                            entry.name(),
                            Duration.ofNanos(entry.start() - begin),
                            Duration.ofNanos(entry.end() - entry.start()),
                            (int) Math.max(1, entry.extra())));
                }
            });
        }
        return spans;
    }

    /**
     * Writes the records as trace events, in the JSON that Perfetto and {@code chrome://tracing} open.
     *
     * @param out the destination
     * @throws UncheckedIOException if writing fails
     */
    public void writeTrace(Appendable out) {
        TraceEvents.write(requireNonNull(out, "out"), tracks(), begin);
    }

    /**
     * Writes the records to a file, as {@link #writeTrace(Appendable)} does.
     *
     * @param file the file, overwritten if it exists
     * @throws IOException if writing fails
     */
    public void writeTrace(Path file) throws IOException {
        write(file, this::writeTrace);
    }

    /**
     * Writes the records as a self-contained HTML page that needs no network.
     *
     * @param out the destination
     * @throws UncheckedIOException if writing fails
     */
    public void writePage(Appendable out) {
        TimelinePage.write(requireNonNull(out, "out"), this::writeTrace);
    }

    /**
     * Writes the records to a file, as {@link #writePage(Appendable)} does.
     *
     * @param file the file, overwritten if it exists
     * @throws IOException if writing fails
     */
    public void writePage(Path file) throws IOException {
        write(file, this::writePage);
    }

    private static void write(Path file, Consumer<Appendable> content) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(requireNonNull(file, "file"))) {
            content.accept(out);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Returns a handler for {@link StallMonitor.Builder#handler}, alone or {@linkplain Consumer#andThen before} another, that writes
     * a page with what led to a stall when the stall is first reported. The files are named {@code stall-1.html} and so on.
     * Each is logged, as is a failure to write one.
     *
     * @param folder the folder, created if necessary
     * @param most the maximum number of pages, so that the disk does not fill up; at least one
     * @return the handler
     * @throws IllegalArgumentException if {@code most} is less than one
     */
    public Consumer<StallReport> dumpingInto(Path folder, int most) {
        requireNonNull(folder, "folder");
        if (most < 1) {
            throw new IllegalArgumentException("most is " + most + ": nothing would be written");
        }
        var written = new AtomicInteger();
        return report -> {
            if (report.phase() == StallReport.Phase.BEGAN && written.get() < most) {
                dump(folder.resolve("stall-" + written.incrementAndGet() + ".html"));
            }
        };
    }

    /** Logs a failure to write, so that the next handler is called in any case. */
    private void dump(Path file) {
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            writePage(file);
            StallLog.wrote(file);
        } catch (Throwable e) {
            StallLog.failed("the timeline of a stall cannot be written to " + file, e);
        }
    }

    /** Builds and starts a {@link Timeline}. Not thread-safe. */
    public static final class Builder {
        private static final int MOST_RECORDS = 1 << 24;

        private int capacity = 1 << 14;
        private boolean recordsHandoffs;
        private @Nullable Collection<RunLoop> loops;

        private Builder() {}

        /**
         * Sets the number of records to keep for each loop; 16,384 by default. A record takes 32 bytes; a loop that does less
         * takes less.
         *
         * @param records the number, rounded up to a power of two
         * @return this builder
         * @throws IllegalArgumentException if it is less than one, or more than 16,777,216
         */
        public Builder capacity(int records) {
            if (records < 1 || records > MOST_RECORDS) {
                throw new IllegalArgumentException(
                        "records is " + records + ", which is not between 1 and " + MOST_RECORDS);
            }
            capacity = records;
            return this;
        }

        /**
         * Records these loops only; by default all, including future ones.
         *
         * @param loops the loops
         * @return this builder
         * @throws IllegalArgumentException if there are none
         */
        public Builder loops(Collection<RunLoop> loops) {
            List<RunLoop> copy = List.copyOf(requireNonNull(loops, "loops"));
            if (copy.isEmpty()) {
                throw new IllegalArgumentException("loops is empty: nothing would be recorded");
            }
            this.loops = copy;
            return this;
        }

        /**
         * Also records which thread handed off each block and task, or signalled each source, and when. A hand-off to any loop
         * then takes a fraction of a microsecond longer, and each task is a span of its own.
         *
         * @return this builder
         */
        public Builder recordHandoffs() {
            recordsHandoffs = true;
            return this;
        }

        /** {@return a timeline that is recording} */
        public Timeline start() {
            var timeline = new Timeline(this);
            timeline.begin(loops);
            return timeline;
        }
    }
}
