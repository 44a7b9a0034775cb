package dev.runloop.diagnostics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A slow callout. */
@Name("dev.runloop.SlowCallout")
@Label("Slow Callout")
@Description("A run loop has called user code, which has kept it for longer than the threshold")
@Category("Run Loop")
@Enabled(false)
@Threshold("10 ms")
@StackTrace(false)
final class SlowCalloutEvent extends Event {
    @Label("Kind")
    @Nullable
    String kind;

    @Label("Called Class")
    @Nullable
    Class<?> callee;

    @Label("Name")
    @Description("The name of the class, without the address of a lambda")
    @Nullable
    String name;
}
