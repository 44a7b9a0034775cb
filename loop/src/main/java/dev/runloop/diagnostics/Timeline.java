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
 * Records what loops do: their runs, passes, sleeps, and each call of user code with its kind and class. The last of it can
 * be written at any time, as trace events for Perfetto and {@code chrome://tracing}, or as a page that any browser shows.
 *
 * <p>Each loop records by itself, into a ring that overwrites what is oldest; nobody waits for anybody. While a loop is
 * recorded it reads the clock for each callout, and for brief tasks of executors once for up to eight of them, which are one
 * span then. Of loops that end, what was recorded is dropped some time after, as others begin.
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
    private final Map<IdentityKey, TimelineTrack> tracks =
            new ConcurrentHashMap<>(); // by their loops, which they do not keep
    private final Consumer<RunLoop> recording = this::record;
    private final long begin = System.nanoTime();
    private boolean closed; // under the lock of this
    private int sweepAt =
            FEWEST_BETWEEN_SWEEPS; // under the lock of this: with so many tracks those that ended are dropped

    private Timeline(Builder builder) {
        capacity = builder.capacity;
        recordsHandoffs = builder.recordsHandoffs;
    }

    /** {@return a builder of timelines} */
    public static Builder builder() {
        return new Builder();
    }

    /** Records these loops, or all if there are none. */
    private void begin(@Nullable Collection<RunLoop> chosen) {
        if (recordsHandoffs) {
            Handoffs.startRecording();
        }
        if (chosen == null) {
            LoopAccess.follow(recording);
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
            LoopAccess.of(loop).counters().addTracer(track);
            return track;
        });
    }

    /** Records no more, nor what is under way. What was recorded can still be written, and stays the same. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        LoopAccess.unfollow(recording);
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

    /** {@return how many records have been overwritten by later ones, of all loops} */
    public long dropped() {
        return tracks().stream().mapToLong(TimelineTrack::dropped).sum();
    }

    /** {@return what is recorded, loop by loop, each in the order in which it has ended} */
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
     * Writes what is recorded as trace events, in the JSON that Perfetto and {@code chrome://tracing} open.
     *
     * @param out where to
     * @throws UncheckedIOException if it cannot be written
     */
    public void writeTrace(Appendable out) {
        TraceEvents.write(requireNonNull(out, "out"), tracks(), begin);
    }

    /**
     * Writes what is recorded into a file, as {@link #writeTrace(Appendable)} does.
     *
     * @param file is overwritten if it is there
     * @throws IOException if it cannot be written
     */
    public void writeTrace(Path file) throws IOException {
        write(file, this::writeTrace);
    }

    /**
     * Writes what is recorded as a page of HTML that needs nothing else and no network.
     *
     * @param out where to
     * @throws UncheckedIOException if it cannot be written
     */
    public void writePage(Appendable out) {
        TimelinePage.write(requireNonNull(out, "out"), this::writeTrace);
    }

    /**
     * Writes what is recorded into a file, as {@link #writePage(Appendable)} does.
     *
     * @param file is overwritten if it is there
     * @throws IOException if it cannot be written
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
     * {@return a handler of stalls that writes a page when one is reported for the first time, with what has led to it;
     * files are named {@code stall-1.html} and so on, and are logged, as is a failure to write one} For {@link StallMonitor.Builder#handler}, alone or
     * {@linkplain Consumer#andThen before} another.
     *
     * @param folder where to; is made if it is not there
     * @param most how many pages at most, so that no disk fills up; one or more
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

    /** A page that cannot be written is logged, and keeps no report from those who are told next. */
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

    /** The properties of a {@link Timeline} to be started. Not thread-safe. */
    public static final class Builder {
        private static final int MOST_RECORDS = 1 << 24;

        private int capacity = 1 << 14;
        private boolean recordsHandoffs;
        private @Nullable Collection<RunLoop> loops;

        private Builder() {}

        /**
         * {@return this builder, for timelines that keep so many records of each loop; 16,384 by default}
         *
         * @param records made a power of two; one takes 32 bytes, and a loop that does less takes less
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
         * {@return this builder, for timelines of these loops alone; all by default, those to come included}
         *
         * @param loops the loops
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
         * {@return this builder, for timelines that also show who has handed over what is called, and when} A thread that hands
         * something over to any loop pays for it with part of a microsecond, and each task is a span of its own.
         */
        public Builder recordHandoffs() {
            recordsHandoffs = true;
            return this;
        }

        /** {@return a timeline that has begun to record} */
        public Timeline start() {
            var timeline = new Timeline(this);
            timeline.begin(loops);
            return timeline;
        }
    }
}
