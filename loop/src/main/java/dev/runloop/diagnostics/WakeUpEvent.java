package dev.runloop.diagnostics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The end of a sleep. */
@Name("dev.runloop.WakeUp")
@Label("Wake-up")
@Description("A run loop has slept and been woken up")
@Category("Run Loop")
@Enabled(false)
@StackTrace(false)
final class WakeUpEvent extends Event {
    @Label("Time Asleep")
    @Timespan
    long asleep;
}
