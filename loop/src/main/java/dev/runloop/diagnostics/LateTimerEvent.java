package dev.runloop.diagnostics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.SettingDefinition;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A timer fires late. */
@Name("dev.runloop.LateTimer")
@Label("Late Timer")
@Description("A timer fires later than it was due, by more than the limit")
@Category("Run Loop")
@Enabled(false)
@StackTrace(false)
final class LateTimerEvent extends Event {
    @Label("Lateness")
    @Timespan
    long lateness;

    @Label("Handler")
    @Nullable
    String name;

    /** Whether it is late enough to be recorded. */
    @Name("limit")
    @Label("Limit")
    @SettingDefinition
    boolean limit(LatenessLimit limit) {
        return lateness >= limit.nanos();
    }
}
