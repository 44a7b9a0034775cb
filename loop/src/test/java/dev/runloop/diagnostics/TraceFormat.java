package dev.runloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Trace events as they are read back, held to the format: its phases, its members, and flows that are paired. */
final class TraceFormat {
    private final List<JsonObject> spans = new ArrayList<>();
    private final List<JsonObject> handoffs = new ArrayList<>();
    private final Map<Long, String> threads = new HashMap<>();
    private final Map<Long, JsonObject> starts = new HashMap<>();
    private final Map<Long, JsonObject> ends = new HashMap<>();

    TraceFormat(String text) {
        for (JsonElement element :
                JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("traceEvents")) {
            read(element.getAsJsonObject());
        }
        assertEquals(starts.keySet(), ends.keySet(), "flows without an end");
        starts.forEach((id, start) -> {
            JsonObject end = ends.get(id);
            assertTrue(start.get("ts").getAsDouble() <= end.get("ts").getAsDouble(), () -> start + " after " + end);
            assertTrue(isWithinSpan(start), () -> "no span around " + start);
            assertTrue(isWithinSpan(end), () -> "no span around " + end);
        });
    }

    private void read(JsonObject event) {
        assertNotNull(event.get("name").getAsString());
        assertEquals(1, event.get("pid").getAsInt());
        switch (event.get("ph").getAsString()) {
            case "X" -> {
                assertTrue(event.get("dur").getAsDouble() >= 0, event::toString);
                requirePlace(event);
                if (!event.get("cat").getAsString().equals("handoff")) {
                    spans.add(event);
                } else {
                    handoffs.add(event);
                }
            }
            case "s" -> assertEquals(null, starts.put(requirePlace(event), event), event::toString);
            case "f" -> {
                assertEquals("e", event.get("bp").getAsString());
                assertEquals(null, ends.put(requirePlace(event), event), event::toString);
            }
            case "M" -> {
                if (event.get("name").getAsString().equals("thread_name")) {
                    threads.put(
                            event.get("tid").getAsLong(),
                            event.getAsJsonObject("args").get("name").getAsString());
                }
            }
            default -> throw new AssertionError("unknown phase: " + event);
        }
    }

    private static long requirePlace(JsonObject event) {
        assertTrue(event.get("tid").getAsLong() > 0, event::toString);
        assertNotNull(event.get("ts").getAsBigDecimal());
        assertNotNull(event.get("cat").getAsString());
        return event.has("id") ? event.get("id").getAsLong() : 0;
    }

    private boolean isWithinSpan(JsonObject flow) {
        double time = flow.get("ts").getAsDouble();
        List<JsonObject> all = new ArrayList<>(spans);
        all.addAll(handoffs);
        return all.stream()
                .anyMatch(span -> span.get("tid").equals(flow.get("tid"))
                        && span.get("ts").getAsDouble() <= time
                        && span.get("ts").getAsDouble() + span.get("dur").getAsDouble() >= time);
    }

    /** Those of loops, in the order of the file. */
    List<JsonObject> spans() {
        return spans;
    }

    int flows() {
        return starts.size();
    }

    String threadName(long id) {
        return threads.get(id);
    }
}
