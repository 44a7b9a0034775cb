package dev.runloop;

import dev.runloop.internal.Deadlines;
import dev.runloop.internal.trace.JsonWriter;
import java.util.Collection;
import java.util.List;

/** The JSON of a description. Durations are nanoseconds. Not thread-safe. */
final class DescriptionJson {
    private final StringBuilder text = new StringBuilder();
    private final JsonWriter json = new JsonWriter(text);

    DescriptionJson(RunLoopDescription loop) {
        json.beginObject();
        json.name("thread").value(loop.thread());
        json.name("state").value(loop.state());
        strings("runs", loop.runs());
        strings("commonModes", loop.commonModes());
        items("commonItems", loop.commonItems());
        json.name("modes").beginArray();
        for (RunLoopDescription.Mode mode : loop.modes()) {
            json.beginObject().name("name").value(mode.mode().name());
            items("items", mode.items());
            json.endObject();
        }
        json.endArray();
        json.name("blocks").value(loop.blocks());
        json.name("pendingChanges").value(loop.pendingChanges());
        json.name("metrics");
        metrics(loop.metrics());
        json.endObject();
    }

    private void strings(String name, Collection<?> values) {
        json.name(name).beginArray();
        values.forEach(value -> json.value(value.toString()));
        json.endArray();
    }

    private void items(String name, List<RunLoopDescription.Item> items) {
        json.name(name).beginArray();
        items.forEach(this::item);
        json.endArray();
    }

    private void item(RunLoopDescription.Item item) {
        json.beginObject();
        switch (item) {
            case RunLoopDescription.Source source -> {
                json.name("type").value("source" + source.kind());
                json.name("signalled").value(source.signalled());
            }
            case RunLoopDescription.Observer observer -> {
                json.name("type").value("observer");
                strings("activities", observer.activities());
                json.name("repeats").value(observer.repeats());
            }
            case RunLoopDescription.Timer timer -> {
                json.name("type").value("timer");
                json.name("firing").value(timer.firing());
                json.name("interval").value(Deadlines.nanos(timer.interval()));
                json.name("tolerance").value(Deadlines.nanos(timer.tolerance()));
                json.name("firesIn").value(Deadlines.nanos(timer.firesIn()));
            }
        }
        json.name("order").value(item.order());
        json.name("callout").value(item.callout()).endObject();
    }

    private void metrics(RunLoopMetrics metrics) {
        json.beginObject();
        json.name("passes").value(metrics.passes());
        json.name("sleeps").value(metrics.sleeps());
        json.name("usefulWakeUps").value(metrics.usefulWakeUps());
        json.name("sources").value(metrics.sources());
        json.name("timers").value(metrics.timers());
        json.name("blocks").value(metrics.blocks());
        json.name("observations").value(metrics.observations());
        json.name("tasks").value(metrics.tasks());
        json.name("busy").value(Deadlines.nanos(metrics.busy()));
        json.name("asleep").value(Deadlines.nanos(metrics.asleep()));
        json.name("queued").value(metrics.queued());
        json.name("mostQueued").value(metrics.mostQueued());
        json.name("lateness").beginObject();
        json.name("total").value(Deadlines.nanos(metrics.lateness().total()));
        json.name("median").value(Deadlines.nanos(metrics.lateness().median()));
        json.name("p99").value(Deadlines.nanos(metrics.lateness().p99()));
        json.name("greatest").value(Deadlines.nanos(metrics.lateness().greatest()));
        json.endObject();
        json.name("longestCallout").value(Deadlines.nanos(metrics.longestCallout()));
        json.name("longestCallee").value(metrics.longestCallee());
        json.endObject();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
