package dev.runloop.diagnostics;

import static java.util.Objects.requireNonNull;

import dev.runloop.diagnostics.TimelineTrack.Entry;
import dev.runloop.internal.trace.JsonWriter;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Writes tracks as trace events, the JSON that Perfetto and chrome://tracing read: one track for each loop's thread, complete
 * events for spans, and a flow from each hand-off to its callout if both were recorded. Times are in microseconds since the
 * timeline began.
 */
final class TraceEvents {
    private static final int PROCESS = 1;
    private static final long HANDOFF_NANOS = 1_000; // the length drawn, as an arrow must begin in a span

    private final JsonWriter json;
    private final long begin;
    private final Map<Long, String> threads = new HashMap<>();

    private TraceEvents(Appendable out, long begin) {
        this.json = new JsonWriter(out);
        this.begin = begin;
    }

    static void write(Appendable out, Collection<TimelineTrack> tracks, long begin) {
        new TraceEvents(out, begin).writeAll(tracks);
    }

    private void writeAll(Collection<TimelineTrack> tracks) {
        json.beginObject()
                .name("displayTimeUnit")
                .value("ns")
                .name("traceEvents")
                .beginArray();
        tracks.forEach(this::track);
        threads.forEach(this::threadName);
        json.beginObject()
                .name("name")
                .value("process_name")
                .name("ph")
                .value("M")
                .name("pid")
                .value(PROCESS);
        json.name("args")
                .beginObject()
                .name("name")
                .value("run loops")
                .endObject()
                .endObject();
        json.endArray().endObject();
    }

    private void track(TimelineTrack track) {
        long threadId = track.threadId();
        threads.put(threadId, track.threadName());
        Set<Long> arriving = new HashSet<>(); // numbers of hand-offs whose callouts were recorded
        Map<Long, Entry> leaving = new HashMap<>();
        track.forEach(entry -> {
            if (entry.kind() == TimelineKind.HANDOFF) {
                leaving.put(entry.extra(), entry);
            } else {
                span(entry, threadId);
                if (entry.extra() < 0 && leaving.containsKey(-entry.extra())) {
                    arriving.add(-entry.extra());
                    flow("f", -entry.extra(), threadId, entry.start());
                }
            }
        });
        for (long number : arriving) {
            handoff(requireNonNull(leaving.get(number)), number);
        }
    }

    private void handoff(Entry entry, long number) {
        long threadId = entry.end();
        threads.putIfAbsent(threadId, entry.name());
        event("hands over", "handoff", "X", threadId, entry.start());
        json.name("dur").thousandths(HANDOFF_NANOS).endObject();
        flow("s", number, threadId, entry.start());
    }

    private void span(Entry entry, long threadId) {
        String name = entry.name().isEmpty() ? entry.kind().toString() : entry.kind() + " " + entry.name();
        event(
                entry.extra() > 1 ? entry.extra() + " × " + name : name,
                entry.kind().toString(),
                "X",
                threadId,
                entry.start());
        json.name("dur").thousandths(Math.max(0, entry.end() - entry.start()));
        json.endObject();
    }

    private void flow(String phase, long number, long threadId, long time) {
        event("handoff", "handoff", phase, threadId, time);
        json.name("id").value(number);
        if (phase.equals("f")) {
            json.name("bp").value("e"); // to the enclosing span, not the next one
        }
        json.endObject();
    }

    private void event(String name, String category, String phase, long threadId, long time) {
        json.beginObject()
                .name("name")
                .value(name)
                .name("cat")
                .value(category)
                .name("ph")
                .value(phase);
        json.name("pid").value(PROCESS).name("tid").value(threadId).name("ts").thousandths(time - begin);
    }

    private void threadName(long id, String name) {
        json.beginObject()
                .name("name")
                .value("thread_name")
                .name("ph")
                .value("M")
                .name("pid")
                .value(PROCESS);
        json.name("tid").value(id).name("args").beginObject();
        json.name("name")
                .value(name.isEmpty() ? "thread " + id : name)
                .endObject()
                .endObject();
    }
}
