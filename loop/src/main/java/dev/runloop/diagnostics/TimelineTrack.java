package dev.runloop.diagnostics;

import dev.runloop.RunLoop;
import dev.runloop.internal.access.LoopAccess;
import dev.runloop.internal.trace.Callout;
import dev.runloop.internal.trace.Handoffs;
import dev.runloop.internal.trace.Handoffs.Handoff;
import dev.runloop.internal.trace.TraceRing;
import dev.runloop.internal.trace.Tracer;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The records of one loop. Each is a start, an end, a kind, the number of a name, and the number of its hand-off, negated, or a
 * count. Written by the loop's thread; {@link #forEach} is thread-safe.
 */
final class TimelineTrack implements Tracer {
    private static final int KIND_BITS = 8;

    /** A decoded record. */
    record Entry(TimelineKind kind, String name, long start, long end, long extra) {}

    private final WeakReference<RunLoop> loop; // a timeline must not keep the loop
    private final long threadId;
    private volatile String threadName;
    private final TimelineNames names;
    private final boolean recordsHandoffs;
    private final TraceRing ring;
    private long[] handoffs = new long[4]; // of the callouts in progress, outermost first; 0: unknown
    private int depth; // the number of callouts in progress

    TimelineTrack(RunLoop loop, TimelineNames names, int capacity, boolean recordsHandoffs) {
        this.loop = new WeakReference<>(loop);
        this.threadId = loop.thread().threadId();
        this.threadName = loop.thread().getName();
        this.names = names;
        this.recordsHandoffs = recordsHandoffs;
        this.ring = new TraceRing(capacity);
    }

    long threadId() {
        return threadId;
    }

    /** The current name of the loop's thread, or the last known one. */
    String threadName() {
        RunLoop present = loop.get();
        if (present != null) {
            threadName = present.thread().getName();
        }
        return threadName;
    }

    boolean hasEnded() {
        RunLoop present = loop.get();
        return present == null || present.hasEnded();
    }

    /** Stops recording. */
    void close() {
        RunLoop present = loop.get();
        if (present != null) {
            LoopAccess.probe(present).counters().removeTracer(this);
        }
        ring.close();
    }

    long dropped() {
        return ring.dropped();
    }

    @Override
    public boolean wantsEachTask() {
        return recordsHandoffs;
    }

    @Override
    public void calls(Callout callout, Object callee) {
        if (!recordsHandoffs) {
            return;
        }
        if (depth == handoffs.length) {
            handoffs = Arrays.copyOf(handoffs, 2 * depth);
        }
        Handoff handoff = Handoffs.take(callee);
        handoffs[depth++] = handoff == null ? 0 : handoff.number();
        if (handoff != null) {
            int thread = names.number(handoff.thread());
            add(TimelineKind.HANDOFF, thread, handoff.time(), handoff.threadId(), handoff.number());
        }
    }

    @Override
    public void called(Callout callout, Object callee, long start, long end) {
        long handoff = depth > 0 ? handoffs[--depth] : 0;
        add(TimelineKind.of(callout), names.ofCallee(callee), start, end, recordsHandoffs ? -handoff : 1);
    }

    @Override
    public void calledBriefly(int count, Object last, long start, long end) {
        add(TimelineKind.TASK, names.ofCallee(last), start, end, count);
    }

    @Override
    public void slept(long start, long end) {
        add(TimelineKind.SLEEP, names.number(""), start, end, 1);
    }

    @Override
    public void passed(String mode, long start, long end) {
        add(TimelineKind.PASS, names.number(mode), start, end, 1);
    }

    @Override
    public void ran(String mode, boolean isNested, long start, long end) {
        add(TimelineKind.RUN, names.number(mode), start, end, 1);
    }

    private void add(TimelineKind kind, int name, long start, long end, long extra) {
        ring.add(start, end, ((long) name << KIND_BITS) | kind.number(), extra);
    }

    /** Decodes the records, in the order of their ends. */
    void forEach(Consumer<Entry> reader) {
        ring.forEach(words -> reader.accept(new Entry(
                TimelineKind.at((int) words[2] & ((1 << KIND_BITS) - 1)),
                names.name((int) (words[2] >> KIND_BITS)),
                words[0],
                words[1],
                words[3])));
    }
}
